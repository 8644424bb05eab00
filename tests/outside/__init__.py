"""The outside of the program: files, commands, the report, the plug-in, the package."""
