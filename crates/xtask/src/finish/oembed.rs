//! oEmbed (<https://oembed.com>), without a server: a file beside the page that says how to embed it, and a link to that file in
//! the page's head. Sites that embed pages by their link look for it. Both name the page's address, so it must be known.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;

use crate::workspace::Workspace;

const FILE: &str = "oembed.json";
/// The size of the frame, as `docs/EMBED.md` has it. Where the host keeps the style, it becomes smaller with the text around it.
const SIZE: (u32, u32) = (600, 400);

/// Adds the file to the page in `folder`. Returns its `index.html` with the link.
pub(super) fn add(workspace: &Workspace, folder: &Path, html: &str, address: &str) -> Result<String> {
    workspace.sh.write_file(folder.join(FILE), file(address))?;
    with_link(html, address).context("index.html has no head")
}

fn file(address: &str) -> String {
    let (width, height) = SIZE;
    let frame = format!(
        r#"<iframe src="{address}?ui=embed" title="Draw a digit" width="{width}" height="{height}" loading="lazy" style="border: 0; max-width: 100%; height: auto; aspect-ratio: {width} / {height}"></iframe>"#
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
        let address = "https://your.site/inkling/";
        let answer: serde_json::Value = serde_json::from_str(&file(address)).unwrap();
        let html = answer["html"].as_str().unwrap();
        assert!(html.starts_with(r#"<iframe src="https://your.site/inkling/?ui=embed""#), "{html}");
        // What the specification asks of this type; the frame has the same size.
        assert_eq!((answer["version"].as_str(), answer["type"].as_str()), (Some("1.0"), Some("rich")));
        assert_eq!((answer["width"].as_u64(), answer["height"].as_u64()), (Some(600), Some(400)));
        assert!(html.contains(r#"width="600" height="400""#), "{html}");
        assert!(html.contains("max-width: 100%; height: auto; aspect-ratio: 600 / 400"), "{html}");
        let page = with_link("<head><title>a</title></head><body>", address).unwrap();
        assert!(page.contains(r#"href="https://your.site/inkling/oembed.json""#), "{page}");
        assert!(with_link("<body>", address).is_none());
    }
}
