//! An experiment in bytes. What the settings may be is for the experiment to check, not for its bytes.

use digits::synthetic::Ways;
use digits::{Preprocessing, PreprocessingStep};
use learning::{DataRecipe, Experiment, InitialNetwork, Mix, Recipe, Schedule};
use nn::{ActivationFn, Loss, UpdateRule};

use crate::bytes::{MessageError, Reader, Writer, index_of};

const SCHEDULES: [Schedule; 2] = [Schedule::Constant, Schedule::Cosine];

pub(crate) fn write(experiment: &Experiment, to: &mut Writer) {
    write_network(&experiment.network, to);
    write_data(&experiment.data, to);
    write_training(&experiment.training, to);
}

pub(crate) fn read(from: &mut Reader<'_>) -> Result<Experiment, MessageError> {
    Ok(Experiment { network: read_network(from)?, data: read_data(from)?, training: read_training(from)? })
}

fn write_network(network: &InitialNetwork, to: &mut Writer) {
    to.u8(network.hidden.len() as u8);
    for &n_neurons in &network.hidden {
        to.u32(n_neurons as u32);
    }
    to.u8(index_of(&network.hidden_fn, &ActivationFn::ALL));
    to.u8(index_of(&network.output_fn, &ActivationFn::ALL));
    to.f32(network.spread);
    to.u64(network.seed);
    to.u8(u8::from(network.parameters.is_some()));
    if let Some(parameters) = &network.parameters {
        to.f32s(parameters);
    }
}

fn read_network(from: &mut Reader<'_>) -> Result<InitialNetwork, MessageError> {
    let n_hidden = from.u8()?;
    let hidden = (0..n_hidden).map(|_| Ok(from.u32()? as usize)).collect::<Result<_, MessageError>>()?;
    Ok(InitialNetwork {
        hidden,
        hidden_fn: from.one_of(&ActivationFn::ALL)?,
        output_fn: from.one_of(&ActivationFn::ALL)?,
        spread: from.f32()?,
        seed: from.u64()?,
        parameters: match from.u8()? {
            0 => None,
            1 => Some(from.f32s()?.into()),
            _ => return Err(MessageError::Damaged),
        },
    })
}

pub(crate) fn write_data(data: &DataRecipe, to: &mut Writer) {
    data.mix.weights.into_iter().for_each(|weight| to.f32(weight));
    data.ways.bits().into_iter().for_each(|bits| to.u16(bits));
    to.u32(data.n_drawings);
    to.f32(data.wrong_labels);
    to.f32(data.noise);
    to.f32(data.off_centre);
    to.u8(data.preprocessing.steps().len() as u8);
    for step in data.preprocessing.steps() {
        to.u8(index_of(step, &PreprocessingStep::ALL));
    }
    to.u64(data.seed);
}

pub(crate) fn read_data(from: &mut Reader<'_>) -> Result<DataRecipe, MessageError> {
    let mut mix = Mix::default();
    for weight in &mut mix.weights {
        *weight = from.f32()?;
    }
    let mut bits = [0; 10];
    for bits in &mut bits {
        *bits = from.u16()?;
    }
    Ok(DataRecipe {
        mix,
        ways: Ways::from_bits(bits),
        n_drawings: from.u32()?,
        wrong_labels: from.f32()?,
        noise: from.f32()?,
        off_centre: from.f32()?,
        preprocessing: read_preprocessing(from)?,
        seed: from.u64()?,
    })
}

fn read_preprocessing(from: &mut Reader<'_>) -> Result<Preprocessing, MessageError> {
    let n_steps = from.u8()?;
    let names = (0..n_steps).map(|_| Ok(from.one_of(&PreprocessingStep::ALL)?.name()));
    let names = names.collect::<Result<Vec<_>, MessageError>>()?;
    Preprocessing::from_names(&names).map_err(|_| MessageError::Damaged)
}

fn write_training(recipe: &Recipe, to: &mut Writer) {
    to.u8(index_of(&recipe.loss, &Loss::ALL));
    match recipe.update_rule {
        UpdateRule::Sgd { momentum } => {
            to.u8(0);
            to.f32(momentum);
        }
        UpdateRule::Adam { beta_1, beta_2, epsilon } => {
            to.u8(1);
            [beta_1, beta_2, epsilon].into_iter().for_each(|number| to.f32(number));
        }
    }
    to.f32(recipe.learning_rate);
    to.u8(index_of(&recipe.schedule, &SCHEDULES));
    to.u32(recipe.mini_batch as u32);
    to.u32(recipe.n_epochs);
    to.f32(recipe.weight_decay);
    to.f32(recipe.averaging);
}

fn read_training(from: &mut Reader<'_>) -> Result<Recipe, MessageError> {
    Ok(Recipe {
        loss: from.one_of(&Loss::ALL)?,
        update_rule: match from.u8()? {
            0 => UpdateRule::Sgd { momentum: from.f32()? },
            1 => UpdateRule::Adam { beta_1: from.f32()?, beta_2: from.f32()?, epsilon: from.f32()? },
            _ => return Err(MessageError::Damaged),
        },
        learning_rate: from.f32()?,
        schedule: from.one_of(&SCHEDULES)?,
        mini_batch: from.u32()? as usize,
        n_epochs: from.u32()?,
        weight_decay: from.f32()?,
        averaging: from.f32()?,
    })
}
