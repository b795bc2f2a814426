# Every target is one line that calls tools/; options follow as NAME=value (`make help` lists them).
PYTHON ?= python3
TOOLS = @$(PYTHON) -m tools

.PHONY: run stop reset test test-core lint i18n readme clean help
.DEFAULT_GOAL := help

run stop reset test lint i18n readme clean help: ; $(TOOLS) $@ $(MAKEOVERRIDES)
test-core: ; $(TOOLS) core-tests $(MAKEOVERRIDES)
