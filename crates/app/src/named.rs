//! Values that have a name each, in the address and in the page's attributes.

/// A value that a setting can have, and its name in the address and in the page's attributes.
pub trait Named: Copy + PartialEq + 'static {
    /// Every value with its name; the first is the default.
    const NAMES: &'static [(&'static str, Self)];

    /// The value of that name.
    fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// The name of this value.
    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, value)| *value == self).map_or("", |(name, _)| name)
    }
}
