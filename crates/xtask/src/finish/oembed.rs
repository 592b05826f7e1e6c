//! oEmbed (<https://oembed.com>), without a server: a file beside the page that says how to embed it, and a link to that file in
//! the page's head. Sites that embed pages by their link look for it. Both name the page's address, so it must be known.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::workspace::Workspace;

const FILE: &str = "oembed.json";
/// The size of the frame, as `docs/EMBED.md` has it.
const SIZE: (u32, u32) = (600, 400);

/// The address of a folder, if it is one that can be written into HTML as it is.
pub(crate) fn checked(address: &str) -> Result<String> {
    let is_plain = |character: char| character.is_ascii_graphic() && !"\"'<>&?#".contains(character);
    ensure!(
        address.starts_with("https://") && address.len() > "https://".len() && address.chars().all(is_plain),
        "`--address` must be like https://your.site/inkling/, not `{address}`"
    );
    Ok(if address.ends_with('/') { address.to_owned() } else { format!("{address}/") })
}

/// Adds the file to the page in `folder`, and the link to its `index.html`.
pub(super) fn add(workspace: &Workspace, folder: &Path, address: &str) -> Result<()> {
    let sh = &workspace.sh;
    sh.write_file(folder.join(FILE), file(address))?;
    let index = folder.join("index.html");
    let html = with_link(&sh.read_file(&index)?, address).context("index.html has no head")?;
    Ok(sh.write_file(index, html)?)
}

fn file(address: &str) -> String {
    let (width, height) = SIZE;
    let frame = format!(
        r#"<iframe src="{address}?ui=embed" title="Draw a digit" width="{width}" height="{height}" loading="lazy" style="border: 0"></iframe>"#
    );
    let answer = json!({
        "version": "1.0",
        "type": "rich",
        "title": "Inkling: draw a digit, watch a neural network read it",
        "provider_name": "Inkling",
        "provider_url": address,
        "html": frame,
        "width": width,
        "height": height,
    });
    format!("{answer:#}\n")
}

fn with_link(html: &str, address: &str) -> Option<String> {
    let (before, after) = html.split_once("</head>")?;
    let link = format!(
        r#"<link rel="alternate" type="application/json+oembed" href="{address}{FILE}" title="Inkling" />"#
    );
    Some(format!("{before}{link}</head>{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_is_at_the_address() {
        let address = checked("https://your.site/inkling").unwrap();
        let answer: serde_json::Value = serde_json::from_str(&file(&address)).unwrap();
        let html = answer["html"].as_str().unwrap();
        assert!(html.starts_with(r#"<iframe src="https://your.site/inkling/?ui=embed""#), "{html}");
        let page = with_link("<head><title>a</title></head><body>", &address).unwrap();
        assert!(page.contains(r#"href="https://your.site/inkling/oembed.json""#), "{page}");
        assert!(with_link("<body>", &address).is_none());
    }

    #[test]
    fn what_is_no_address_of_a_folder_is_refused() {
        for address in ["", "https://", "http://a.b/", "https://a.b/?c", "https://a.b/\"c", "https://a b/"] {
            assert!(checked(address).is_err(), "{address}");
        }
    }
}
