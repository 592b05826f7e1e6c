//! What needs the address where the page will be: oEmbed, and the security policy in a sandboxed frame in Safari.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::oembed;
use crate::workspace::Workspace;

/// The page's own files, in its security policy.
const OWN: &str = "'self'";

/// The address of a folder, if it is one that can be written into HTML as it is.
pub(crate) fn checked(address: &str) -> Result<String> {
    let is_plain = |character: char| character.is_ascii_graphic() && !"\"'<>&?#".contains(character);
    ensure!(
        address.starts_with("https://") && address.len() > "https://".len() && address.chars().all(is_plain),
        "`--address` must be like https://your.site/inkling/, not `{address}`"
    );
    Ok(if address.ends_with('/') { address.to_owned() } else { format!("{address}/") })
}

/// Puts the address into the page in `folder`.
pub(super) fn put_into(workspace: &Workspace, folder: &Path, address: &str) -> Result<()> {
    let (sh, index) = (&workspace.sh, folder.join("index.html"));
    let html = with_origin(&sh.read_file(&index)?, address).context("index.html has no security policy")?;
    let html = oembed::add(workspace, folder, &html, address)?;
    Ok(sh.write_file(index, html)?)
}

/// In a frame of an opaque origin, WebKit takes `'self'` in a policy for that origin, of which there are no files
/// (<https://www.w3.org/TR/CSP3/#framework-policy> has it otherwise). So the policy also names the origin.
fn with_origin(html: &str, address: &str) -> Option<String> {
    let host = address.strip_prefix("https://")?.split('/').next()?;
    let named = format!("{OWN} https://{host}");
    html.contains(OWN).then(|| html.replace(OWN, &named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_of_a_folder_is_refused() {
        for address in ["", "https://", "http://a.b/", "https://a.b/?c", "https://a.b/\"c", "https://a b/"] {
            assert!(checked(address).is_err(), "{address}");
        }
    }

    #[test]
    fn the_policy_names_the_origin() {
        let html = "<meta content=\"script-src 'self' 'wasm-unsafe-eval'; style-src 'self'\" />";
        let expected = "<meta content=\"script-src 'self' https://your.site 'wasm-unsafe-eval'; style-src 'self' https://your.site\" />";
        assert_eq!(with_origin(html, "https://your.site/inkling/").as_deref(), Some(expected));
        assert_eq!(with_origin("<meta />", "https://your.site/"), None);
        assert_eq!(checked("https://your.site/inkling").unwrap(), "https://your.site/inkling/");
    }
}
