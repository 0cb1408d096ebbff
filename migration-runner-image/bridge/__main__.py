"""Starts the bridge: ``python <this folder> --socket <path>``."""

from stillhouse_bridge.main import main

if __name__ == "__main__":
    main()
