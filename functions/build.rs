//! Leaves out of what is deployed what a function never uses: the tables for unwinding, and those for being loaded anywhere.
//!
//! A deployed panic aborts the process, so nothing unwinds. Loading at one place saves the loader 40,000 corrections in every
//! cold start. Together they are a fifth of the program. Builds for tests and laptops keep both.

#![expect(
    clippy::disallowed_methods,
    reason = "cargo speaks to build scripts by the environment"
)]

fn main() {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    // The profile `release` of the workspace is the only one that aborts, and the only one optimised for size.
    if is("OPT_LEVEL", "z") && is("CARGO_CFG_TARGET_OS", "linux") {
        let folder = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{folder}/no-unwinding.ld");
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    println!("cargo::rerun-if-changed=no-unwinding.ld");
}
