//! The page computes in every engine what a native program computes, and learns in every engine the same network, bit for bit.

use anyhow::{Context, Result};
use digits::{Ink, synthetic};
use e2e::{Setup, digit, on_page};
use models::Model;
use nn::ForwardPass;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::messages::{ask, begin, host};
use crate::training::{connect, experiment, film};

/// The largest difference that rounding may make.
const TOLERANCE: f64 = 1e-5;

/// Ten made by hand, of which no model has seen any, and ten in other hands.
fn twenty_drawings() -> Vec<Ink> {
    let mut rng = ChaCha8Rng::seed_from_u64(20);
    (0..10).map(digit).chain((0..10).map(|label| synthetic::digit(label, &mut rng))).collect()
}

fn strokes(ink: &Ink) -> Value {
    let points = |stroke: &digits::Stroke| -> Value {
        stroke.points.iter().map(|point| json!([point.x, point.y])).collect()
    };
    ink.strokes.iter().map(points).collect()
}

/// What a native program reads, and every number on the way.
fn native(model: &Model, ink: &Ink) -> (Option<usize>, Vec<Vec<f32>>) {
    let image = ink.to_image(&model.preprocessing);
    let mut pass = ForwardPass::for_network(&model.network);
    model.network.forward(image.pixels(), &mut pass);
    let layers = (0..model.network.layers().len()).map(|layer_idx| pass.activations(layer_idx).to_vec());
    (models::strongest(pass.output()), [pass.input().to_vec()].into_iter().chain(layers).collect())
}

#[tokio::test]
async fn twenty_drawings_are_read_as_a_native_program_reads_them() -> Result<()> {
    let model = Model::from_packed(include_bytes!("../../../../pretrained/vanilla.bin"))?;
    on_page(Setup::without_page(), async |page| {
        let _host = host(page, "?ui=embed&api=1", "").await?;
        begin(page).await?;
        for (idx, ink) in twenty_drawings().iter().enumerate() {
            let read = ask(page, json!({"type": "setStrokes", "strokes": strokes(ink)})).await?;
            let (answer, expected) = native(&model, ink);
            assert_eq!(read["digit"], json!(answer), "drawing {idx}: {read}");
            let told = ask(page, json!({"type": "getActivations"})).await?["layers"].take();
            let told: Vec<Vec<f64>> = serde_json::from_value(told).context("activations")?;
            assert_eq!(told.len(), expected.len());
            for (layer_idx, (told, expected)) in told.iter().zip(&expected).enumerate() {
                assert_eq!(told.len(), expected.len());
                let differences =
                    told.iter().zip(expected).map(|(told, expected)| (told - f64::from(*expected)).abs());
                let largest = differences.fold(0.0, f64::max);
                assert!(largest < TOLERANCE, "drawing {idx}, layer {layer_idx}: {largest}");
            }
        }
        Ok(())
    })
    .await
}

/// Of the numbers of all frames, as the one program of the page computes them in whichever engine. It is another one after a change to
/// the arithmetic, to the drawings or to the compiler: then all engines must agree on the new one.
const LEARNED: u64 = 11_306_813_813_615_634_919;

/// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo).
fn digest(numbers: impl Iterator<Item = f32>) -> u64 {
    numbers
        .flat_map(f32::to_le_bytes)
        .fold(0xcbf2_9ce4_8422_2325, |digest, byte| (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[tokio::test]
async fn every_engine_learns_the_same_network_bit_for_bit() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        connect(page, true).await?;
        let film = film(page, 1, &experiment(nn::UpdateRule::ADAM)).await?;
        let numbers = film.frames().iter().flat_map(|frame| frame.parameters.iter().copied());
        assert_eq!(digest(numbers), LEARNED);
        Ok(())
    })
    .await
}
