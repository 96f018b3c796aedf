from pathlib import Path

rows = Path("data/raw.csv").read_text().splitlines()
Path("data/split").mkdir(parents=True, exist_ok=True)
Path("data/split/train.csv").write_text("\n".join(rows[:9]) + "\n")
Path("data/split/test.csv").write_text("\n".join([rows[0], *rows[9:]]) + "\n")
