"""Make a table safe to share, at the least loss, and say what it cost.

    from ayni.protect import protect, suggest

The same as `ayni protect`; see `ayni.protect.outcome` for what comes back.
"""
