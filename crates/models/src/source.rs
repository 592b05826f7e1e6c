//! Where a model comes from, and how an address names it.

use crate::SHIPPED;

/// Where a model comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelSource {
    /// One of [`SHIPPED`], by name.
    Shipped(&'static str),
    /// A model file elsewhere.
    Url(String),
    /// One that was loaded from a file or made on the page: [`OWN`] and its name.
    Own(String),
}

/// How [`ModelSource::name`] begins for a model of the person's own.
pub const OWN: &str = "own:";

impl Default for ModelSource {
    fn default() -> Self {
        ModelSource::Shipped(SHIPPED[0].name)
    }
}

impl ModelSource {
    /// A shipped model's name, or an address: something with a slash or a dot in it.
    pub fn from_name(name: &str) -> Option<ModelSource> {
        if let Some(shipped) = SHIPPED.iter().find(|shipped| shipped.name == name) {
            return Some(ModelSource::Shipped(shipped.name));
        }
        if name.starts_with(OWN) {
            return Some(ModelSource::Own(name.to_owned()));
        }
        name.contains(['/', '.']).then(|| ModelSource::Url(name.to_owned()))
    }

    /// What [`ModelSource::from_name`] knows it by.
    pub fn name(&self) -> &str {
        match self {
            ModelSource::Shipped(name) => name,
            ModelSource::Url(name) | ModelSource::Own(name) => name,
        }
    }

    /// The address of the model file, relative to the page; one of the person's own has none but its name.
    pub fn url(&self) -> String {
        match self {
            ModelSource::Shipped(name) => ["pretrained/", name, ".bin"].concat(),
            ModelSource::Url(url) => url.clone(),
            ModelSource::Own(name) => name.strip_prefix(OWN).unwrap_or(name).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shipped_or_an_address_or_neither() {
        assert_eq!(ModelSource::from_name("vanilla"), Some(ModelSource::Shipped("vanilla")));
        assert_eq!(ModelSource::from_name("models/a.json"), Some(ModelSource::Url("models/a.json".into())));
        assert_eq!(ModelSource::from_name("own:mine"), Some(ModelSource::Own("own:mine".into())));
        assert_eq!(ModelSource::from_name("vanila"), None);
        assert_eq!(ModelSource::default().url(), "pretrained/vanilla.bin");
        for shipped in SHIPPED {
            let source = ModelSource::from_name(shipped.name);
            assert_eq!(source.as_ref().map(ModelSource::name), Some(shipped.name));
        }
    }
}
