# Un Makefile mince : chaque cible prépare .venv si besoin, puis lance une commande.
# Sans make (Windows) : le README donne les mêmes lignes avec pip.
#
#   make ouvrir       ouvre le parcours dans le navigateur   (OPTIONS="--port 8899" pour passer des options)
#   make tests        installe ce qu’il faut, puis lance toutes les vérifications   (TESTS=tests/store pour une partie)
#   make couverture   lance les tests, et dit quelles lignes du code aucun ne parcourt   (plus long de moitié)
#   make construire   refait les carnets à partir de course/texte/ et exercises/
#   make pages        refait ce que les pages exécutent, après un changement dans widgets/front/   (avec Node)
#   make paquet       construit le paquet à installer, dans dist/
#   make verrouiller  recalcule les versions épinglées, après un changement de dépendances dans pyproject.toml

.DEFAULT_GOAL := aide
.PHONY: aide ouvrir tests couverture construire pages paquet verrouiller
# A recipe that fails half way must not leave a stamp that says it worked.
.DELETE_ON_ERROR:

# The first Python that is recent enough, whatever it is called here.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$name" && break; done)

VENV := .venv
BIN := $(VENV)/bin
# pip never asks, and its own chatter stays off standard output: `make ouvrir` prints the address there.
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
# The environment's own commands come first: nbgrader calls `alembic` by its bare name.
export PATH := $(CURDIR)/$(BIN):$(PATH)
TESTS ?=

aide:
	@sed -n 's/^#   //p' Makefile

ouvrir: $(VENV)/.pret
	@exec $(BIN)/parcours-u ouvrir $(OPTIONS)

construire: $(VENV)/.pret
	@$(BIN)/parcours-u construire

# Node is needed by whoever changes widgets/front only: what it builds is in the repository and in the package.
pages:
	@cd widgets/front && npm ci --silent && npm run build

# Four processes, on two cores: servers and browsers wait as often as they work. File after file, in the order that
# tests/conftest.py gives: servers and folders are shared within a file.
PROCESSUS ?= 4
PYTEST = $(BIN)/pytest --verbose --numprocesses $(PROCESSUS) --dist loadfile --no-loadscope-reorder

# Fast checks first: what breaks is known in seconds. A lone `make tests` runs everything, browser included.
# No cache for the order of imports: a helper that moves to the root of tests/ changes it in files that have not changed.
tests: $(VENV)/.outils
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if command -v npm >/dev/null; then cd widgets/front && npm ci --silent && npm run --silent check; fi
	git ls-files -z '*.ipynb' | xargs -0 $(BIN)/nbstripout --verify
	$(BIN)/parcours-u construire --verifier
	$(BIN)/python tests/hunspell.py --installer
	$(BIN)/parcours-u verifier
	$(BIN)/python tests/chromium.py --installer
	$(PYTEST) $(TESTS)

# On demand: every server, kernel and command that the tests start is measured too, which takes as long again as half of them.
couverture: $(VENV)/.outils
	$(BIN)/coverage erase
	$(PYTEST) --cov --cov-report=term:skip-covered $(TESTS)

paquet: $(VENV)/.outils
	$(BIN)/python -m build --outdir dist .

# Two lists, one resolution: what a learner's machine and Binder install, and the same plus the tools of `make tests`.
# Hashes make each list complete and exact; the versions hold for every system and Python >= 3.11 (--universal).
VERROU := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make verrouiller' $(if $(METTRE_A_JOUR),--upgrade)
verrouiller: $(VENV)/.pret
	$(PIP) install --group verrou >&2
	$(VERROU) --output-file binder/requirements.txt pyproject.toml
	$(VERROU) --output-file .ci/requirements.txt --group dev --constraint binder/requirements.txt pyproject.toml

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Il faut Python 3.11 ou plus récent, introuvable ici : installez-le (python.org, ou le gestionnaire de paquets), puis relancez la commande." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "Il manque à Python de quoi créer un environnement : installez le paquet python3-venv, puis relancez la commande." >&2; exit 1; }
	@echo "Première fois : préparation de l’environnement, une à deux minutes…" >&2
	@"$(PYTHON)" -m venv $(VENV)
	@$(PIP) install --upgrade 'pip>=25.1' >&2

# Editable: what `git pull` brings is served at once. Installed again: a change of dependencies, and the few files
# that Jupyter reads from the environment's own folders (shared-data in pyproject.toml), which are copied there.
COPIED := $(shell find widgets/parcours_u/server/jupyter_server_config.d widgets/parcours_u/server/share -type f)
$(VENV)/.pret: $(BIN)/python pyproject.toml binder/requirements.txt $(COPIED)
	@$(PIP) install --require-hashes -r binder/requirements.txt >&2
	@$(PIP) install --no-deps --editable . >&2
	@touch $@

$(VENV)/.outils: $(VENV)/.pret .ci/requirements.txt
	@$(PIP) install --require-hashes -r .ci/requirements.txt >&2
	@touch $@
