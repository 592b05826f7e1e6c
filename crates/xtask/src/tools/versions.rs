//! The exact versions of the tools. `tidy` compares those that are written elsewhere too.

/// 0.22 needs a newer Rust than `rust-toolchain.toml` names.
pub(crate) const TRUNK: &str = "0.21.14";

/// The command line refuses a page built with another version of the library.
pub(crate) const WASM_BINDGEN: &str = "0.2.130";

/// wasm-opt comes with it. Some years-old versions that distributions carry exit 0 and make a page that dies.
pub(crate) const BINARYEN: &str = "132";

pub(crate) const AXE_CORE: &str = "4.14.1";
