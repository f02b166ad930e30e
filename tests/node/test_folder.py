import os
import stat

import pytest

from ayni.errors import ActError, InputError
from ayni.node.folder import Settings, default_folder, is_loopback, load_settings, make_folder, open_folder


def test_folder_is_made_for_its_owner_only(tmp_path):
    folder = make_folder(tmp_path / "a" / "node")
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.uploads.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder.path / "secret").stat().st_mode) == 0o600
    assert sorted(path.name for path in folder.path.iterdir()) == ["secret", "static", "uploads"]


def test_secret_stays_the_same_over_starts(tmp_path):
    first = make_folder(tmp_path / "node").secret()
    assert (len(first), make_folder(tmp_path / "node").secret()) == (64, first)


def test_two_folders_have_two_secrets(tmp_path):
    assert make_folder(tmp_path / "a").secret() != make_folder(tmp_path / "b").secret()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_secret_others_can_read_is_refused(tmp_path, mode):
    folder = make_folder(tmp_path / "node")
    (folder.path / "secret").chmod(mode)
    with pytest.raises(ActError) as caught:
        open_folder(folder.path)
    path = str(folder.path / "secret")
    assert (caught.value.code, caught.value.facts) == (
        "node-secret-open-to-others",
        {"path": path, "command": f"chmod 600 {path}"},
    )


def test_folder_others_can_look_into_is_refused(tmp_path):
    folder = make_folder(tmp_path / "node")
    folder.path.chmod(0o750)
    with pytest.raises(ActError, match="node-folder-open-to-others"):
        open_folder(folder.path)


@pytest.mark.parametrize("content", ["", "short", "\xff" * 64])
def test_damaged_secret_is_refused(tmp_path, content):
    folder = make_folder(tmp_path / "node")
    (folder.path / "secret").write_bytes(content.encode("latin-1"))
    with pytest.raises(ActError, match="node-secret-unreadable"):
        open_folder(folder.path)


def test_folder_that_was_never_made_is_said_to_be_missing(tmp_path):
    with pytest.raises(InputError, match="node-folder-missing"):
        open_folder(tmp_path / "none")


def test_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "node").write_text("")
    with pytest.raises(ActError) as caught:
        make_folder(tmp_path / "node")
    assert (caught.value.code, caught.value.facts["reason"]) == ("node-folder-not-writable", os.strerror(17))


def test_without_a_file_settings_are_the_defaults(tmp_path):
    assert load_settings(tmp_path / "ayni.toml") == Settings()
    assert (Settings().host, Settings().port, Settings().keep_hours) == ("127.0.0.1", 8731, 72)


def test_settings_are_read(tmp_path):
    (tmp_path / "ayni.toml").write_text('port = 9000\nkeep_hours = 2\nnames = ["node.example"]\n')
    assert load_settings(tmp_path / "ayni.toml") == Settings(port=9000, keep_hours=2, names=("node.example",))


@pytest.mark.parametrize(
    ("content", "code", "facts"),
    [
        ("prot = 1", "node-settings-unknown", {"key": "prot", "nearest": "port"}),
        ('port = "1"', "node-settings-wrong", {"key": "port", "expected": "1"}),
        ("port = true", "node-settings-wrong", {"key": "port", "expected": "1"}),
        ("https = 1", "node-settings-wrong", {"key": "https", "expected": "true / false"}),
        ("names = [1]", "node-settings-wrong", {"key": "names", "expected": '["…", "…"]'}),
        ('names = ["*"]', "node-settings-wrong", {"key": "names", "expected": '["node.example"]'}),
        ('names = [".example"]', "node-settings-wrong", {"key": "names", "expected": '["node.example"]'}),
        ('country = "Kenya"', "node-settings-wrong", {"key": "country", "expected": '"KE"'}),
        ('country = "EU"', "node-settings-wrong", {"key": "country", "expected": '"KE"'}),
        (
            'kind = "museum"',
            "node-settings-wrong",
            {
                "key": "kind",
                "expected": '"public-body" / "company" / "university" / "community" / "ngo"'
                ' / "international-organisation"',
            },
        ),
        ("port = 70000", "node-settings-outside", {"key": "port", "least": 1, "most": 65535}),
        ("workers = 17", "node-settings-outside", {"key": "workers", "least": 0, "most": 16}),
        ('host = "0.0.0.0"', "node-open-without-word", {"host": "0.0.0.0"}),  # noqa: S104 - refused
    ],
)
def test_settings_that_cannot_be_used_are_refused(tmp_path, content, code, facts):
    path = tmp_path / "ayni.toml"
    path.write_text(content)
    with pytest.raises(InputError) as caught:
        load_settings(path)
    rest = {key: value for key, value in caught.value.facts.items() if key != "path"}
    assert (caught.value.code, rest) == (code, facts)


def test_settings_that_are_no_toml_are_refused(tmp_path):
    (tmp_path / "ayni.toml").write_text("port 1")
    with pytest.raises(InputError, match="node-settings-not-toml"):
        load_settings(tmp_path / "ayni.toml")


def test_open_to_others_lets_the_node_listen_elsewhere(tmp_path):
    (tmp_path / "ayni.toml").write_text('host = "0.0.0.0"\nopen_to_others = true')
    assert load_settings(tmp_path / "ayni.toml").host == "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - compared
        ("a.example", False),
    ],
)
def test_loopback_is_known(host, expected):
    assert is_loopback(host) is expected


def test_default_folder_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("AYNI_FOLDER", str(tmp_path / "told"))
    assert default_folder() == tmp_path / "told"
    monkeypatch.delenv("AYNI_FOLDER")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert default_folder() == tmp_path / "data" / "ayni"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder() == tmp_path / ".local" / "share" / "ayni"


def test_sign_in_link_is_one_that_browsers_can_reach():
    from ayni.node.folder import Settings
    from ayni.node.supervisor import sign_in_address

    assert sign_in_address("127.0.0.1", 8731, "t", Settings()) == "http://127.0.0.1:8731/in/t"
    behind = Settings(https=True, names=("ayni.example.org", "second.example.org"))
    assert sign_in_address("127.0.0.1", 8731, "t", behind) == "https://ayni.example.org/in/t"


def test_what_the_institution_is_becomes_its_profile(tmp_path):
    path = tmp_path / "ayni.toml"
    path.write_text('country = "KE"\nkind = "public-body"\n')
    profile = load_settings(path).profile
    assert (profile.country, profile.kind) == ("KE", "public-body")
    path.write_text("")
    assert load_settings(path).profile.facts("KE", "ZA") == {}
