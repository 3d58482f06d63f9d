"""usage: codes.py FOLDER   Every access sheet below the folder leads to the address that it writes: its QR code is read by zbar as a
bad camera sees it, 2 cm wide, printed with 300 points an inch, and blurred."""

import pathlib
import re
import subprocess
import sys
import tempfile

from PIL import Image, ImageFilter

# The width of the code in themes/default/paper/acces.typ; it is looked at as if it were 20 mm wide.
WIDTH_MM = 54
DPI = 300 * 20 / WIDTH_MM
# In points of the printer; a module of these codes has six of them. At 2, zbar no longer reads all of them.
BLUR = 1.5


def run(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def read(sheet, folder, blur):
    """What the camera reads on the first page."""
    run("pdftoppm", "-r", str(DPI), "-png", "-singlefile", str(sheet), str(folder / "page"))
    seen = folder / "seen.png"
    Image.open(folder / "page.png").convert("L").filter(ImageFilter.GaussianBlur(blur)).save(seen)
    result = subprocess.run(["zbarimg", "--quiet", "--raw", str(seen)], capture_output=True, check=False)
    return result.stdout.decode().split()


def main(folder):
    sheets = sorted(pathlib.Path(folder).rglob("*acces.pdf"))
    if not sheets:
        sys.exit(f"no access sheet in {folder}")
    failed = False
    with tempfile.TemporaryDirectory() as work:
        for sheet in sheets:
            written = re.findall(r"https://\S+", run("pdftotext", str(sheet), "-"))
            codes = read(sheet, pathlib.Path(work), BLUR)
            if codes != written or not written:
                print(f"FAIL {sheet}: the code says {codes}, the sheet {written}")
                failed = True
    if failed:
        sys.exit(1)
    print(f"{len(sheets)} QR codes are read at 2 cm, blurred")


if __name__ == "__main__":
    main(sys.argv[1])
