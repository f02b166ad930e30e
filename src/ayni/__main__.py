"""Let `python -m ayni` run the command line."""

from ayni.cli.main import main

if __name__ == "__main__":
    main()
