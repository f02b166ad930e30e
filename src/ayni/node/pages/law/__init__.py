"""Pages about the law: "May I send this?", and the country rules to read and sign off."""
