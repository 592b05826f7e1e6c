//! Prebuilt tools: the URLs of their release archives for each platform; downloading and unpacking them.
//!
//! Uses the system's `curl` and `tar`, which every current Linux, macOS and Windows has, because TLS and archive libraries
//! would lengthen the first build of every `cargo xtask`.

use std::env::consts::{ARCH, OS};
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use xshell::{Shell, cmd};

/// A release archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Archive {
    url: String,
    /// Whether everything is in one top-level folder, which is stripped when unpacking.
    one_folder: bool,
    /// Whether the programs are in its `bin/` folder.
    has_bin: bool,
}

impl Archive {
    /// Trunk's archive for this platform.
    pub(super) fn of_trunk(version: &str) -> Option<Self> {
        trunk(version, OS, ARCH)
    }

    /// The archive of wasm-bindgen's command line for this platform.
    pub(super) fn of_wasm_bindgen(version: &str) -> Option<Self> {
        wasm_bindgen(version, OS, ARCH)
    }

    /// Binaryen's archive, which contains wasm-opt, for this platform.
    pub(super) fn of_binaryen(version: &str) -> Option<Self> {
        binaryen(version, OS, ARCH)
    }

    /// geckodriver's archive for this platform.
    pub(super) fn of_geckodriver(version: &str) -> Option<Self> {
        geckodriver(version, OS, ARCH)
    }

    /// Downloads the archive and unpacks it, so that the programs are in `folder/bin`.
    pub(super) fn unpack_into(&self, sh: &Shell, folder: &Path) -> Result<()> {
        let (url, file) = (&self.url, folder.join("archive"));
        sh.create_dir(folder)?;
        // Gives up quickly: if the host cannot be reached, the tool is built from source instead.
        let fetched = cmd!(sh, "curl --fail --location --silent --show-error --connect-timeout 5")
            .args(["--speed-limit", "1000", "--speed-time", "20", "--output"])
            .args([file.as_os_str(), url.as_ref()])
            .quiet()
            .ignore_status()
            .output()
            .context("could not run curl")?;
        if !fetched.status.success() {
            return Err(anyhow!("{}", String::from_utf8_lossy(&fetched.stderr).trim().to_owned()));
        }
        let into = if self.has_bin { folder.to_path_buf() } else { folder.join("bin") };
        sh.create_dir(&into)?;
        let strip = if self.one_folder { "1" } else { "0" };
        cmd!(sh, "tar -xf {file} -C {into} --strip-components {strip}").quiet().run()?;
        sh.remove_path(&file)?;
        Ok(())
    }
}

fn trunk(version: &str, os: &str, arch: &str) -> Option<Archive> {
    let (platform, suffix) = match (os, arch) {
        ("linux", "x86_64" | "aarch64") => (format!("{arch}-unknown-linux-gnu"), "tar.gz"),
        ("macos", "x86_64" | "aarch64") => (format!("{arch}-apple-darwin"), "tar.gz"),
        ("windows", "x86_64") => ("x86_64-pc-windows-msvc".to_owned(), "zip"),
        _ => return None,
    };
    Some(Archive {
        url: format!(
            "https://github.com/trunk-rs/trunk/releases/download/v{version}/trunk-{platform}.{suffix}"
        ),
        one_folder: false,
        has_bin: false,
    })
}

fn wasm_bindgen(version: &str, os: &str, arch: &str) -> Option<Archive> {
    let platform = match (os, arch) {
        ("linux", "x86_64") => "x86_64-unknown-linux-musl",
        ("linux", "aarch64") => "aarch64-unknown-linux-gnu",
        ("macos", "x86_64") => "x86_64-apple-darwin",
        ("macos", "aarch64") => "aarch64-apple-darwin",
        ("windows", "x86_64") => "x86_64-pc-windows-msvc",
        _ => return None,
    };
    let releases = "https://github.com/wasm-bindgen/wasm-bindgen/releases/download";
    Some(Archive {
        url: format!("{releases}/{version}/wasm-bindgen-{version}-{platform}.tar.gz"),
        one_folder: true,
        has_bin: false,
    })
}

fn binaryen(version: &str, os: &str, arch: &str) -> Option<Archive> {
    let platform = match (os, arch) {
        ("linux" | "macos" | "windows", "x86_64") => format!("x86_64-{os}"),
        ("linux", "aarch64") => "aarch64-linux".to_owned(),
        ("macos", "aarch64") => "arm64-macos".to_owned(),
        _ => return None,
    };
    let releases = "https://github.com/WebAssembly/binaryen/releases/download";
    Some(Archive {
        url: format!("{releases}/version_{version}/binaryen-version_{version}-{platform}.tar.gz"),
        one_folder: true,
        has_bin: true,
    })
}

fn geckodriver(version: &str, os: &str, arch: &str) -> Option<Archive> {
    let (platform, suffix) = match (os, arch) {
        ("linux", "x86_64") => ("linux64", "tar.gz"),
        ("linux", "aarch64") => ("linux-aarch64", "tar.gz"),
        ("macos", "x86_64") => ("macos", "tar.gz"),
        ("macos", "aarch64") => ("macos-aarch64", "tar.gz"),
        ("windows", "x86_64") => ("win64", "zip"),
        _ => return None,
    };
    let releases = "https://github.com/mozilla/geckodriver/releases/download";
    Some(Archive {
        url: format!("{releases}/v{version}/geckodriver-v{version}-{platform}.{suffix}"),
        one_folder: false,
        has_bin: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_the_platform() {
        let file_of = |archive: Option<Archive>| archive.unwrap().url.rsplit('/').next().unwrap().to_owned();
        assert_eq!(file_of(trunk("0.21.14", "linux", "x86_64")), "trunk-x86_64-unknown-linux-gnu.tar.gz");
        assert_eq!(file_of(trunk("0.21.14", "windows", "x86_64")), "trunk-x86_64-pc-windows-msvc.zip");
        assert_eq!(
            file_of(wasm_bindgen("0.2.130", "linux", "x86_64")),
            "wasm-bindgen-0.2.130-x86_64-unknown-linux-musl.tar.gz"
        );
        assert_eq!(file_of(binaryen("132", "macos", "aarch64")), "binaryen-version_132-arm64-macos.tar.gz");
        let file = file_of(geckodriver("0.37.1", "linux", "aarch64"));
        assert_eq!(file, "geckodriver-v0.37.1-linux-aarch64.tar.gz");
    }

    #[test]
    fn an_unknown_platform_has_no_archive() {
        assert_eq!(trunk("1", "linux", "riscv64"), None);
        assert_eq!(wasm_bindgen("1", "freebsd", "x86_64"), None);
        assert_eq!(binaryen("1", "windows", "aarch64"), None);
    }

    /// Unpacks a release that contains one file, `packed_as`. Returns whether the program ends up in `bin`.
    fn is_found_in_bin(packed_as: &str, one_folder: bool, has_bin: bool) -> bool {
        let sh = Shell::new().unwrap();
        let scratch = sh.create_temp_dir().unwrap();
        let (packed, folder) = (scratch.path().join("packed"), scratch.path().join("tool"));
        sh.write_file(packed.join(packed_as), "a program").unwrap();
        let (release, top) = (scratch.path().join("release"), packed_as.split('/').next().unwrap());
        cmd!(sh, "tar -czf {release} -C {packed} {top}").quiet().run().unwrap();
        let archive = Archive { url: format!("file://{}", release.display()), one_folder, has_bin };
        archive.unpack_into(&sh, &folder).unwrap();
        folder.join("bin/tool").is_file()
    }

    #[test]
    fn the_program_ends_up_in_bin() {
        assert!(is_found_in_bin("tool", false, false));
        assert!(is_found_in_bin("tool-1.0/tool", true, false));
        assert!(is_found_in_bin("tool-1.0/bin/tool", true, true));
    }

    #[test]
    fn a_missing_archive_is_a_readable_error() {
        let sh = Shell::new().unwrap();
        let scratch = sh.create_temp_dir().unwrap();
        let archive =
            Archive { url: "file:///no/such/archive.tar.gz".to_owned(), one_folder: false, has_bin: false };
        let error = archive.unpack_into(&sh, scratch.path()).unwrap_err().to_string();
        assert!(error.contains("curl"), "{error}");
    }
}
