"""The pages, one module a group: start, files and what is done with them, people, session, review, help.

A view reads state, asks `ayni.node.uploads`, `ayni.node.jobs` or `ayni.node.people` to act, and fills a template.
It decides nothing about data. Another person's file is answered as if it were not there.
"""
