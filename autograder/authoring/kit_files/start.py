"""Start the course: `python3 start.py`. It needs Python 3.11 or newer and nothing else.

The first time, it makes a folder `.venv` beside itself and installs what the course needs into it, from the network, or from
`wheels/` where everything needed lies there. After that it starts within seconds and needs no network.

    python3 start.py                     JupyterLab, on the start page
    python3 start.py check 02 --watch    any other command; `python3 start.py --help` names them
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE / ".venv"
PROGRAMS = HOME / ("Scripts" if os.name == "nt" else "bin")
STAMP = HOME / "installed.txt"  # the digest of the wheel that is in it


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036, whoever starts this may well have an older one
        sys.exit(f"This course needs Python 3.11 or newer; this is {sys.version.split()[0]}. See python.org/downloads.")
    wheels = sorted((HERE / "wheels").glob("mlp_course_kit-*.whl"))
    if not wheels:
        sys.exit(f"There is no mlp_course_kit-….whl in {HERE / 'wheels'}: unpack the whole kit again.")
    digest = hashlib.sha256(wheels[-1].read_bytes()).hexdigest()
    if not STAMP.is_file() or STAMP.read_text() != digest:
        install(wheels[-1])
        STAMP.write_text(digest)
    arguments = sys.argv[1:] or ["lab"]
    return subprocess.call([PROGRAMS / "python", "-m", "autograder.study.commands", *arguments], cwd=HERE)


def install(wheel: Path) -> None:
    print("Installing the course into .venv; the first time this takes a minute or two.", flush=True)
    offline = ["--no-index"] if len(list(wheel.parent.glob("*.whl"))) > 1 else []
    pip = [PROGRAMS / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        if not (PROGRAMS / ("python.exe" if os.name == "nt" else "python")).exists():
            subprocess.run([sys.executable, "-m", "venv", HOME], check=True)
        again = ["--force-reinstall", "--no-deps"] if STAMP.is_file() else []
        subprocess.run([*pip, *offline, *again, "--find-links", wheel.parent, wheel], check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(
            f"That did not work ({error}).\nIs there a network, and room on the disk? On Debian and Ubuntu: "
            "`sudo apt install python3-venv`. Then run start.py again."
        )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
