//! Where a lesson comes from, and how an address names it.

/// The lessons that the page ships, the default first.
pub const SHIPPED: [&str; 2] = ["digits", "misconceptions"];

/// Where a lesson comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// One of [`SHIPPED`], by name.
    Shipped(&'static str),
    /// A file elsewhere, by its address.
    Address(String),
    /// A file that was chosen, by its name.
    File(String),
}

impl Default for Source {
    fn default() -> Source {
        Source::Shipped(SHIPPED[0])
    }
}

impl Source {
    /// A shipped lesson's name, or an address: something with a slash or a dot in it.
    pub fn from_name(name: &str) -> Option<Source> {
        if let Some(shipped) = SHIPPED.iter().find(|shipped| **shipped == name) {
            return Some(Source::Shipped(shipped));
        }
        let is_address = name.contains(['/', '.']) && !name.contains(char::is_control);
        is_address.then(|| Source::Address(name.to_owned()))
    }

    /// What [`Source::from_name`] knows it by; a file that was chosen has no such name.
    pub fn name(&self) -> Option<&str> {
        match self {
            Source::Shipped(name) => Some(name),
            Source::Address(address) => Some(address),
            Source::File(_) => None,
        }
    }

    /// The address of its file, relative to the page; a file that was chosen has none.
    pub fn url(&self) -> Option<String> {
        match self {
            Source::Shipped(name) => Some(["lessons/en/", name, ".md"].concat()),
            Source::Address(address) => Some(address.clone()),
            Source::File(_) => None,
        }
    }

    /// Whether somebody else wrote it, who may be changing it.
    pub fn is_foreign(&self) -> bool {
        !matches!(self, Source::Shipped(_))
    }
}

/// Whether a file of this name is a lesson.
pub fn is_lesson(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shipped_or_an_address_or_neither() {
        assert_eq!(Source::from_name("digits"), Some(Source::default()));
        for address in ["https://a.example/my lesson.md", "lessons/mine.md", "mine.md"] {
            assert_eq!(Source::from_name(address).as_ref().and_then(Source::name), Some(address));
        }
        assert_eq!(Source::from_name("digit"), None);
        assert_eq!(Source::from_name("a.md\nb"), None);
        assert_eq!(Source::default().url().as_deref(), Some("lessons/en/digits.md"));
        assert_eq!(Source::File("a.md".into()).name(), None);
    }
}
