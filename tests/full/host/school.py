"""usage: school.py CONFIG ADDRESS   The configuration of the demo school at another address, with a password for one class."""

import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
text = re.sub(r'(?m)^public_url = .*$', f'public_url = "{sys.argv[2]}"', text, count=1)
print(text)
print('[[sites]]\nid = "6b"\nclasses = ["6b"]\naccess = "password"')
