//! The Neuron panel beyond the sum: what a neuron fires for, what it listens to, and drawing what fires it.

use anyhow::Result;
use digits::{Ink, Point, Stroke};
use e2e::{Page, Pointer, Setup, digit, on_page};

/// The cells of the ghost where ink excites the neuron most, as horizontal runs: `[row, first column, last column]`.
const BLUE_RUNS: &str = "
const canvas = document.querySelector('#ghost');
const { data } = canvas.getContext('2d').getImageData(0, 0, 28, 28);
const blue = Array.from({ length: 784 }, (_, i) => data[4 * i + 2] - data[4 * i]);
const least = Math.max(...blue) / 3;
const runs = [];
for (let row = 0; row < 28; row++)
    for (let column = 0; column < 28; column++) {
        if (blue[28 * row + column] < least) continue;
        const last = runs.at(-1);
        if (last && last[0] === row && last[2] === column - 1) last[2] = column;
        else runs.push([row, column, column]);
    }
return runs;";

async fn activation(page: &Page) -> Result<f64> {
    Ok(page.text("#detail h2 output").await?.parse()?)
}

#[tokio::test]
async fn an_output_fires_for_its_digit() -> Result<()> {
    on_page(Setup::default(), async |page| {
        for output in [3, 7] {
            page.pick(Pointer::Mouse, &format!("3:{output}")).await?;
            let title = format!("return document.querySelector('#fires-for h3').textContent === 'Fires for {output}';");
            assert!(page.becomes_true(&title).await?, "{}", page.text("#fires-for h3").await?);
            let heights: Vec<f64> = page
                .eval("return [...document.querySelectorAll('#fires-for i')].map((it) => it.getBoundingClientRect().height);")
                .await?;
            assert_eq!(heights.len(), 10);
            assert!((0..10).all(|digit| digit == output || heights[digit] < heights[output] / 2.0), "{heights:?}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_deep_neuron_shows_what_it_listens_to() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "2:4").await?;
        let weights: Vec<String> = page
            .eval("return [...document.querySelectorAll('#sources .number')].map((it) => it.textContent);")
            .await?;
        let weights: Vec<f64> =
            weights.iter().map(|it| it.replace('−', "-").parse()).collect::<Result<_, _>>()?;
        assert!(weights.len() == 4 && weights.is_sorted_by(|a, b| a.abs() >= b.abs()), "{weights:?}");
        let picture = page.rect("#sources canvas").await?;
        let (left, right) = (picture.at(0.0, 0.5).0, picture.at(1.0, 0.5).0);
        assert!(right - left >= 64.0, "large enough to see: {} px", right - left);
        let source = page.attr("#sources button", "data-term").await?.expect("the button names its neuron");
        page.click("#sources button").await?;
        let number: usize = source.trim_start_matches("1:").parse()?;
        assert_eq!(page.text("#detail h2 span").await?, format!("Hidden 1, neuron {}", number + 1));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn you_draw_what_fires_a_neuron_and_it_fires() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.pick(Pointer::Mouse, "1:8").await?;
        assert!(activation(page).await? < 0.5, "it is quiet while the image is blank");
        page.click("#show-ghost").await?;
        assert!(page.is_visible("#ghost").await?);
        assert_eq!(page.text("#ghost-verdict").await?, "Draw on the blue.");
        let checked =
            "return [...document.querySelectorAll('.stages input')].filter((it) => it.checked).length;";
        assert_eq!(page.eval::<usize>(checked).await?, 0, "ink stays where it is drawn");
        let runs: Vec<[f32; 3]> = page.eval(BLUE_RUNS).await?;
        let point = |column: f32, row: f32| Point::new((column + 0.5) / 28.0, (row + 0.5) / 28.0);
        let strokes = runs
            .iter()
            .map(|&[row, first, last]| Stroke { points: vec![point(first, row), point(last, row)] });
        page.draw(&Ink { strokes: strokes.collect() }, Pointer::Mouse).await?;
        let fired = activation(page).await?;
        assert!(fired > 0.95, "drawn on the blue, it fires: {fired}");
        assert_eq!(page.text("#ghost-verdict").await?, "It fires!");
        page.click("#show-ghost").await?;
        assert!(!page.is_visible("#ghost").await?);
        assert_eq!(page.eval::<usize>(checked).await?, 3, "the steps are back");
        Ok(())
    })
    .await
}
