//! The exact versions of the tools. `tidy` checks those that are also written elsewhere.

/// 0.22 needs a newer Rust than `rust-toolchain.toml` names.
pub(crate) const TRUNK: &str = "0.21.14";

/// The command line rejects a page built with another version of the library.
pub(crate) const WASM_BINDGEN: &str = "0.2.130";

/// Contains wasm-opt. Some old versions in distributions exit with 0 but produce a broken page.
pub(crate) const BINARYEN: &str = "132";

/// Firefox speaks WebDriver through it.
pub(crate) const GECKODRIVER: &str = "0.37.1";

pub(crate) const AXE_CORE: &str = "4.14.1";

/// What the benchmark compares training with.
pub(crate) const TENSORFLOW_JS: &str = "4.22.0";
pub(crate) const JAX_JS: &str = "0.1.25";
