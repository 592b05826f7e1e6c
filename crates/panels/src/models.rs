//! Loading, saving, designing and comparing models.

pub mod architecture;
pub mod comparison;
mod load;
mod msg;
mod refusal;
mod save;
pub mod scene;
mod state;
mod update;

pub use architecture::Edit;
pub use load::{check_size, is_model_text};
pub use msg::{Effect, Msg};
pub use state::Models;
