//! The data that one trains on, as far as it is not a setting like any other.

pub mod mnist;
pub mod own;
mod own_file;
mod own_update;
pub mod samples;
#[cfg(test)]
mod tests;
pub mod ways;

pub(crate) use mnist::Mnist;
pub use mnist::is_mnist;
pub(crate) use own::OwnDrawings;
pub use own_file::is_drawings;
