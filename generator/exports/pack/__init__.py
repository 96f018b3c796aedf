"""An evidence pack: what an auditor is handed, in one file that opens without any tool."""
