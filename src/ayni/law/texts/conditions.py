"""What a decision may ask to be done: one short sentence for each condition code."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "law.condition.sign-off": Text(
        "Have your institution's named reviewer read these country rules and sign them off."
    ),
    "law.condition.transfer-impact": Text(
        "Assess whether the law and practice of the recipient's country undo the protection, and keep the assessment."
    ),
    "law.condition.risk-assessment": Text("Assess the risk of the transfer in writing and keep the assessment."),
    "law.condition.protection-impact": Text("Make a data-protection impact assessment before the transfer."),
    "law.condition.standard-clauses": Text("Sign the authority's standard clauses with the recipient, unchanged."),
    "law.condition.own-contract": Text(
        "Sign a contract that binds the recipient to protect the data as well as the law here."
    ),
    "law.condition.binding-rules": Text("Have binding rules for the group of companies approved."),
    "law.condition.certification": Text("Make sure that the recipient holds a certificate that this law recognises."),
    "law.condition.public-body-instrument": Text("Conclude a binding agreement between the two public bodies."),
    "law.condition.authorisation": Text("Get the data-protection authority's authorisation first."),
    "law.condition.licence": Text("Get a licence or permit for the transfer from the authority first."),
    "law.condition.security-assessment": Text("Pass the authority's security assessment first."),
    "law.condition.notify-authority": Text("Notify the authority of the transfer."),
    "law.condition.file-clauses": Text("File the signed clauses with the authority."),
    "law.condition.inform-people": Text(
        "Tell the people who receives their data, in which country, why, and what their rights are."
    ),
    "law.condition.consent": Text("Get the people's consent to the transfer."),
    "law.condition.explicit-consent": Text(
        "Get the people's explicit consent after telling them the risks of the transfer."
    ),
    "law.condition.separate-consent": Text("Get the people's separate consent to the transfer."),
    "law.condition.written-consent": Text("Get the people's consent in writing."),
    "law.condition.record-basis": Text("Record on what ground the data are transferred, and keep the record."),
    "law.condition.keep-copy": Text("Keep a copy of the data in the country."),
    "law.condition.minimise": Text("Send only the data that the purpose needs."),
    "law.condition.onward-clause": Text(
        "Forbid the recipient, by contract, to hand the data on to countries or persons of concern."
    ),
    "law.condition.monitor-recipient": Text("Check regularly that the recipient keeps its obligations."),
    "law.condition.publish-notice": Text(
        "Publish which data go to which countries, for what purpose, and on what ground."
    ),
    "law.condition.necessity-documented": Text(
        "Write down why the transfer is necessary and why nothing less would do."
    ),
    "law.condition.confirm-with-authority": Text(
        "Ask the data-protection authority to confirm in writing that this ground counts."
    ),
    "law.condition.onward-protection": Text(
        "Bind the recipient to hand the data on abroad only under the same protection."
    ),
    "law.condition.statistics-office": Text(
        "Get the statistics office's agreement: these data are under statistical confidentiality."
    ),
    "law.condition.registration": Text("Register with the data-protection authority first, and name the transfer."),
    "law.condition.foreign-law": Text("Follow the data-protection law of the country that the data come from too."),
    "law.condition.research-only": Text(
        "Use the data only for research or statistics, and publish nothing that shows a person."
    ),
    "law.condition.guardian-consent": Text("Get the consent of a parent or guardian for each child."),
    "law.condition.foreign-access": Text(
        "Prevent, by technical measures and by contract, that foreign authorities get the data against the law here."
    ),
    "law.condition.security-requirements": Text(
        "Meet the security requirements that the authority has published for such transfers."
    ),
    "law.condition.organisation-seat": Text(
        "Ask a lawyer whether this law counts an international organisation inside the country as abroad."
    ),
    "law.condition.check-restrictions": Text(
        "Check on the day of the transfer that no order of the government restricts sending these data there."
    ),
}
