// Sends a file in pieces, so that a bad link can go on where it broke off; says how far it is; can be stopped.
// Without this script the same form sends the file in one go. Words stand in the form's data attributes.
(function () {
  "use strict";
  var form = document.getElementById("upload");
  if (!form || !window.fetch || !window.Blob || !window.Intl) return;

  var SMALLEST = 65536, FIRST = 262144, QUICK = 4000, LONGEST_WAIT = 30000;
  var percent = new Intl.NumberFormat(document.documentElement.lang || "en", { style: "percent" });
  var button = form.querySelector("button");
  var bar, told, stop, stopped, where;

  function make(name, parent) {
    return parent.appendChild(document.createElement(name));
  }

  function show() {
    var box = make("div", form);
    box.className = "sending";
    told = make("p", box);
    told.setAttribute("role", "status");
    bar = make("progress", box);
    bar.max = 1;
    bar.setAttribute("aria-label", form.dataset.sending);
    stop = make("button", make("p", box));
    stop.type = "button";
    stop.textContent = form.dataset.stop;
    stop.addEventListener("click", cancel);
    button.disabled = true;
    stopped = false;
  }

  function token() {
    return form.elements.csrfmiddlewaretoken.value;
  }

  function headers(more) {
    return Object.assign({ "X-CSRFToken": token(), Accept: "application/json" }, more || {});
  }

  // Resolves to the answer's JSON; rejects with {words} for a refusal, with anything else for a broken connection.
  function ask(method, url, body, more) {
    return fetch(url, { method: method, body: body, headers: headers(more), redirect: "manual" }).then(function (answer) {
      if (answer.type === "opaqueredirect") {
        window.location.reload(); // the session ended: the page asks to sign in again
        return new Promise(function () {});
      }
      var kind = answer.headers.get("Content-Type") || "";
      if (kind.indexOf("json") < 0) throw { words: form.dataset.failed, gone: answer.status === 404 };
      return answer.json().then(function (content) {
        if (answer.ok) return content;
        throw { words: content.title, at: answer.status === 409 ? content.received : undefined };
      });
    });
  }

  function say(share) {
    bar.value = share;
    told.textContent = form.dataset.sending + " " + percent.format(share);
  }

  function later(milliseconds) {
    return new Promise(function (resolve) { setTimeout(resolve, milliseconds); });
  }

  function send(file, at, size, wait) {
    if (stopped) return Promise.resolve();
    say(at / file.size);
    var began = Date.now();
    var piece = file.slice(at, Math.min(at + size, file.size, at + where.most));
    return ask("PUT", where.piece, piece, { "Upload-Offset": String(at), "Content-Type": "application/octet-stream" })
      .then(function (content) {
        if (content.next) {
          say(1);
          window.location.assign(content.next);
          return undefined;
        }
        return send(file, content.received, Date.now() - began < QUICK ? size * 2 : size, 1000);
      }, function (trouble) {
        if (stopped) return undefined;
        if (trouble && trouble.words && trouble.at === undefined) throw trouble;
        told.textContent = form.dataset.waiting;
        return later(wait).then(function () { return ask("GET", where.piece); }).then(function (content) {
          return send(file, content.received, Math.max(SMALLEST, size / 2), Math.min(LONGEST_WAIT, wait * 2));
        }, function (again) {
          if (again && again.words) throw again;
          return send(file, at, Math.max(SMALLEST, size / 2), Math.min(LONGEST_WAIT, wait * 2));
        });
      });
  }

  function fail(trouble) {
    if (stopped) return;
    form.querySelector(".sending").remove();
    button.disabled = false;
    var old = document.getElementById("upload-wrong");
    if (old) old.remove();
    var words = make("p", form);
    words.id = "upload-wrong";
    words.className = "wrong";
    words.tabIndex = -1;
    words.setAttribute("role", "alert");
    words.textContent = (trouble && trouble.words) || form.dataset.failed;
    words.focus();
  }

  function cancel() {
    stopped = true;
    var done = function () { window.location.reload(); };
    if (!where) return done();
    return fetch(where.erase, { method: "POST", headers: headers(), redirect: "manual" }).then(done, done);
  }

  form.addEventListener("submit", function (event) {
    var file = form.elements.file.files[0];
    if (!file) return;
    event.preventDefault();
    show();
    say(0);
    where = undefined;
    var fields = new URLSearchParams({ name: file.name, size: String(file.size) });
    ask("POST", form.dataset.begin, fields).then(function (content) {
      where = content;
      return send(file, content.received, FIRST, 1000);
    }).catch(fail);
  });
})();
