# The two commands of the README are `make run` and `make test`; the rest is for people who change things.

.PHONY: run test lint bench build fidelity openapi

run: ## Start the helpdesk on this machine
	cargo build --quiet -p lambdesk-functions -p lambdesk-local
	cargo run --quiet -p lambdesk-local --bin lambdesk -- serve $(ARGS)

test: ## Format, lints and every test, on the real embedded stack
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
	UPDATE_OPENAPI=1 cargo nextest run -p lambdesk-functions openapi
