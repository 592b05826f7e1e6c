//! Headers as a `_headers` file gives them, which some hosts read: a pattern of paths, in which `*` stands for anything, and below
//! it, indented, the headers of files that match.

use anyhow::{Context, Result};
use http::{HeaderName, HeaderValue};

/// The rules of the file, in its order.
#[derive(Clone, Debug, Default)]
pub struct Headers(Vec<(String, HeaderName, HeaderValue)>);

impl Headers {
    /// Reads the file's text.
    ///
    /// # Errors
    ///
    /// If a line is none of what it may be.
    pub fn parse(text: &str) -> Result<Self> {
        let mut rules = Vec::new();
        let mut pattern = None;
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim().starts_with('#')) {
            if line.starts_with('/') {
                pattern = Some(line.trim());
                continue;
            }
            let pattern = pattern.with_context(|| format!("no pattern precedes `{line}`"))?;
            let (name, value) = line.split_once(':').with_context(|| format!("`{line}` is no header"))?;
            rules.push((pattern.to_owned(), name.trim().parse()?, value.trim().parse()?));
        }
        Ok(Self(rules))
    }

    /// The headers of a path. Those of all patterns that match come together.
    pub fn of(&self, path: &str) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        let matching = self.0.iter().filter(move |(pattern, _, _)| matches(pattern, path));
        matching.map(|(_, name, value)| (name, value))
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((start, end)) => path.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_all_patterns_that_match_come_together() {
        let text = "# Sample.\n/*\n  X-A: 1\n\n/\n  X-B: 2; 3\n/a/*.js\n  X-C: 4\n";
        let headers = Headers::parse(text).unwrap();
        let names = |path| headers.of(path).map(|(name, _)| name.as_str()).collect::<Vec<_>>();
        assert_eq!(names("/"), ["x-a", "x-b"]);
        assert_eq!(names("/a/b.js"), ["x-a", "x-c"]);
        assert_eq!(names("/b.js"), ["x-a"]);
        assert!(Headers::parse("  X-A: 1").is_err());
        assert!(Headers::parse("/*\n  X-A").is_err());
    }
}
