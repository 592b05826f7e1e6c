//! As much of HTML as it takes to find the tags and attributes of our own `index.html`.

use anyhow::{Context, Result};

/// The page with something else in place of each tag that may refer to another file, a script's end tag included.
pub(super) fn replace(html: &str, mut by: impl FnMut(&str) -> Result<String>) -> Result<String> {
    let (mut replaced, mut rest) = (String::new(), html);
    while let Some(start) = ["<link ", "<script "].iter().filter_map(|tag| rest.find(tag)).min() {
        let (before, from_tag) = rest.split_at(start);
        let end = from_tag.find('>').context("index.html ends within a tag")?;
        let (tag, after) = from_tag.split_at(end + 1);
        replaced += before;
        replaced += &by(tag)?;
        rest = after.strip_prefix("</script>").unwrap_or(after);
    }
    Ok(replaced + rest)
}

/// The value of an attribute in the tag in which this stands, before the attribute.
pub(super) fn attribute<'a>(html: &'a str, tag: &str, name: &str) -> Option<&'a str> {
    let after = &html[html.find(tag)? + tag.len()..];
    let after = &after[..after.find('>')?];
    let start = after.match_indices(&format!("{name}=\"")).find_map(|(at, found)| {
        after[..at].ends_with(|c: char| c.is_ascii_whitespace()).then_some(at + found.len())
    })?;
    after[start..].split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_by_their_whole_names() {
        let html = "<meta\n  id=\"files\"\n  data-content=\"b\" content=\"a c\" />\n<p title=\"t\">";
        assert_eq!(attribute(html, "<meta", "content"), Some("a c"));
        assert_eq!(attribute(html, "id=\"files\"", "content"), Some("a c"));
        assert_eq!(attribute(html, "<meta", "title"), None);
        assert_eq!(attribute(html, "<link", "content"), None);
    }

    #[test]
    fn tags_give_way() {
        let html = "<p><link a=\"b\"/>c<script src=\"d\"></script>e<links>";
        let replaced = replace(html, |tag| Ok(format!("[{}]", tag.replace('<', "")))).unwrap();
        assert_eq!(replaced, "<p>[link a=\"b\"/>]c[script src=\"d\">]e<links>");
        assert!(replace("<link a", |_| Ok(String::new())).is_err());
    }
}
