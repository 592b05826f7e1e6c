//! A lesson's text: a small subset of Markdown as values. What it does not know stays text; there is no HTML in it.

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// `*emphasised*`.
    Emphasis(String),
    /// `**strong**`.
    Strong(String),
    /// `` `code` ``.
    Code(String),
    /// `[text](https://…)`.
    Link {
        /// What one reads.
        text: String,
        /// Where it leads.
        url: String,
    },
}

/// A line of text in pieces.
pub type Line = Vec<Inline>;

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Line),
    /// A list.
    List {
        /// Whether its items are numbered.
        is_numbered: bool,
        /// Its items.
        items: Vec<Line>,
    },
}

/// The longest address of a link.
const LONGEST_URL: usize = 500;

/// Reads a line.
///
/// # Errors
/// In a sentence, if a link leads anywhere but to an `https://` address.
pub(super) fn read_line(text: &str) -> Result<Line, String> {
    let mut line = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((piece, after)) = read_piece(rest)? {
            if !plain.is_empty() {
                line.push(Inline::Text(std::mem::take(&mut plain)));
            }
            line.push(piece);
            rest = after;
            continue;
        }
        rest = &rest[first.len_utf8()..];
        match rest.chars().next().filter(|next| first == '\\' && next.is_ascii_punctuation()) {
            Some(escaped) => {
                plain.push(escaped);
                rest = &rest[escaped.len_utf8()..];
            }
            None => plain.push(first),
        }
    }
    if !plain.is_empty() {
        line.push(Inline::Text(plain));
    }
    Ok(line)
}

/// The marked-up piece at the beginning of `text`, if there is one, and what follows it.
fn read_piece(text: &str) -> Result<Option<(Inline, &str)>, String> {
    if let Some(link) = text.strip_prefix('[') {
        return read_link(link);
    }
    let between = |mark: &str| {
        let (inside, after) = text.strip_prefix(mark)?.split_once(mark)?;
        (!inside.is_empty()).then(|| (inside.to_owned(), after))
    };
    // A star before or after a space is a star.
    let starred =
        |mark: &str| between(mark).filter(|(inside, _)| inside.trim() == inside && !inside.starts_with('*'));
    Ok(between("`")
        .map(|(inside, after)| (Inline::Code(inside), after))
        .or_else(|| starred("**").map(|(inside, after)| (Inline::Strong(inside), after)))
        .or_else(|| starred("*").map(|(inside, after)| (Inline::Emphasis(inside), after))))
}

/// A link, after its opening bracket.
fn read_link(text: &str) -> Result<Option<(Inline, &str)>, String> {
    let Some((words, (url, after))) = text
        .split_once("](")
        .filter(|(words, _)| !words.is_empty() && !words.contains(['[', ']']))
        .and_then(|(words, rest)| Some((words, rest.split_once(')')?)))
    else {
        return Ok(None);
    };
    let is_plain = url.len() <= LONGEST_URL && url.chars().all(|c| c.is_ascii_graphic());
    if !url.starts_with("https://") || !is_plain {
        return Err(format!("the link “{words}” must lead to an address that begins with https://"));
    }
    Ok(Some((Inline::Link { text: words.to_owned(), url: url.to_owned() }, after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    #[test]
    fn emphasis_code_and_links_are_read_and_all_else_is_text() {
        for (source, line) in [
            ("plain", vec![text("plain")]),
            ("a *b* c", vec![text("a "), Inline::Emphasis("b".into()), text(" c")]),
            ("**b**`*c*`", vec![Inline::Strong("b".into()), Inline::Code("*c*".into())]),
            (
                "see [Nielsen](https://a.example/b).",
                vec![
                    text("see "),
                    Inline::Link { text: "Nielsen".into(), url: "https://a.example/b".into() },
                    text("."),
                ],
            ),
            ("2 * 3 * 4", vec![text("2 * 3 * 4")]),
            ("a [0] of b(1)", vec![text("a [0] of b(1)")]),
            (r"\*not\* so \a", vec![text(r"*not* so \a")]),
            ("<b onclick=x>&amp;</b>", vec![text("<b onclick=x>&amp;</b>")]),
            ("*open, ** and `", vec![text("*open, ** and `")]),
            ("****", vec![text("****")]),
            ("", vec![]),
        ] {
            assert_eq!(read_line(source), Ok(line), "{source}");
        }
    }

    #[test]
    fn a_link_leads_to_https_or_nowhere() {
        for url in ["http://a.example", "javascript:alert(1)", "//a.example", "a.md", "https://a b", ""] {
            let refused = read_line(&format!("[here]({url})"));
            assert!(refused.is_err_and(|message| message.contains("“here”")), "{url}");
        }
    }
}
