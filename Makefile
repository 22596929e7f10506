# `make run` and `make test` need Python 3.11 or newer, pip and make; they bring the rest. `make help` lists all targets.
PYTHON ?= python3
export PYTHON
# Qt and Python read and write UTF-8 whatever the machine's locale is.
export LC_ALL := C.UTF-8

BIN := .venv/bin
SETUP := resources/install/setup.sh
READY := .venv/.ready
OFFSCREEN := env -u DISPLAY -u WAYLAND_DISPLAY QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software

.PHONY: help run test bench faults dist screenshots format lock clean system-run system-test system-dist
# The system libraries come before the Python packages, in the order written.
.NOTPARALLEL:

help:
	@echo 'make run          the example shop: totem, panel, payment simulator and paper'
	@echo 'make test         every check; CI runs exactly this'
	@echo 'make bench        measures speed and memory, prints and writes the ratios'
	@echo 'make faults       the long hunts for rare faults'
	@echo 'make dist         builds dist/vez, and plays the whole story on the built programs, by real clicks'
	@echo 'make screenshots  plays the story off screen; its pictures are left in var/demo'
	@echo 'make format       formats the code and applies safe fixes'
	@echo 'make lock         writes requirements.lock anew from pyproject.toml'
	@echo 'make clean        removes whatever the targets above have made'

run: system-run $(READY)
	$(BIN)/python -m tests.story

test: system-test $(READY)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.lint.qml
	$(BIN)/python -m pytest --numprocesses=2 --dist=worksteal

bench: system-test $(READY)
	$(BIN)/python -m tests.bench

faults: system-test $(READY)
	HYPOTHESIS_PROFILE=faults $(BIN)/python -m pytest -m faults --numprocesses=2 --dist=worksteal

dist: system-dist $(READY)
	$(BIN)/python -m PyInstaller --noconfirm --clean build.spec
	$(BIN)/python -m tests.story.dist

screenshots: system-test $(READY)
	$(OFFSCREEN) $(BIN)/python -m tests.story

format: system-test $(READY)
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

lock: system-test $(READY)
	sh $(SETUP) lock

clean:
	rm -rf .venv build dist var vez.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find kiosk panel shared resources tests -type d -name __pycache__ -prune -exec rm -rf {} +

system-run system-test system-dist:
	@sh $(SETUP) system $(@:system-%=%)

$(READY): requirements.lock pyproject.toml $(SETUP)
	@sh $(SETUP) python
	@touch $@
