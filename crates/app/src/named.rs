//! Values with names, used in the page's address and attributes.

/// A value with a name in the page's address and attributes.
pub trait Named: Copy + PartialEq + 'static {
    /// All values with their names; the default is first.
    const NAMES: &'static [(&'static str, Self)];

    /// The value with this name, if any.
    fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// The value's name.
    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, value)| *value == self).map_or("", |(name, _)| name)
    }
}
