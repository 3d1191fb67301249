# The two commands of the README are `make run` and `make test`; the rest is for people who change things.

.PHONY: run test lint bench build fidelity openapi app app-test e2e screenshots

run: app ## Start the helpdesk on this machine
	cargo build --quiet -p lambdesk-functions -p lambdesk-local
	cargo run --quiet -p lambdesk-local --bin lambdesk -- serve $(ARGS)

app: ## Build the agents' app when it is out of date; without npm the helpdesk runs without it
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --no-print-directory frontend/dist/index.html; \
	else echo "npm is not installed: the helpdesk runs without the agents' app"; fi

frontend/node_modules/.package-lock.json: frontend/package-lock.json
	cd frontend && npm ci --silent
	@touch $@

frontend/dist/index.html: frontend/node_modules/.package-lock.json $(shell find frontend/src frontend/public -type f) \
		frontend/index.html frontend/vite.config.ts frontend/policy.ts
	cd frontend && npm run --silent build
	@touch $@

app-test: frontend/dist/index.html ## Types, lints and logic of the app
	cd frontend && npm run --silent lint && npm test --silent

e2e: frontend/dist/index.html ## The app in Chromium against the real program; LAMBDESK_BIN names one that is built already
	@[ -n "$$LAMBDESK_BIN" ] || cargo build --workspace --bins --quiet
	cd frontend && npm run --silent journeys

screenshots: frontend/node_modules/.package-lock.json ## A picture of every page in both themes and widths, into frontend/screenshots; LOOKS=inbox,ticket for some
	@[ -n "$$LAMBDESK_BIN" ] || cargo build --workspace --bins --quiet
	cd frontend && npm run --silent screenshots

test: ## Format, lints and every test, on the real embedded stack
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --no-print-directory app-test; \
	else echo "npm is not installed: the tests of the agents' app are left out" >&2; fi
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- -D warnings
	cargo build --workspace --bins
	@if cargo nextest --version >/dev/null 2>&1; then cargo nextest run --workspace; else cargo test --workspace; fi

lint: ## Licences and advisories as well
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo deny check licenses bans sources

bench: ## Figures, release build; see benches/README.md
	cargo build --profile bench-release -p lambdesk-local -p lambdesk-functions
	python3 benches/run.py

build: ## What is deployed: arm64, optimised for size
	cargo lambda build --release --arm64 -p lambdesk-functions

fidelity: ## The real template and binaries on an emulator of AWS
	infra/fidelity/run

openapi: ## Write functions/openapi.json anew
	UPDATE_OPENAPI=1 cargo test --quiet -p lambdesk-functions --lib api::tests
