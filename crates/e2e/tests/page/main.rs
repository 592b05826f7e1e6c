//! The end-to-end tests, a file for each part of what the page does.
//!
//! They are one program: its tests share the machine's cores to the end, and it is linked once.

mod accessibility;
mod choose;
mod drawing;
mod embedding;
mod failures;
mod follow;
mod idle;
mod keyboard;
mod knobs;
mod large_network;
mod later_part;
mod layout;
mod lesson;
mod link;
mod matrix;
mod media;
mod messages;
mod misconceptions;
mod mnist;
mod models;
mod models_in_out;
mod neuron;
mod offline;
mod own_drawings;
mod paint;
mod panel;
mod paper;
mod pointing;
mod predict;
mod preprocessing;
mod present;
mod propagation;
mod query;
mod results;
mod second_window;
mod stage;
mod step;
mod sweep;
mod tally;
mod touch;
mod train;
mod training;
mod wall;
mod why;
