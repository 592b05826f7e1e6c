//! The real program, run on small data that the tests make.

mod bench;
mod convert;
mod messages;
mod round_trip;
mod shipped;
