//! The program that trains, in a worker and on the page's own thread: it learns the very network that the same program learns
//! natively.
//!
//! It is the release build that is tested: with fat link-time optimisation, programs that train have been broken.

use anyhow::{Context, Result};
use e2e::page::TRUSTED;
use e2e::{Page, Setup, on_page};
use learning::{DataRecipe, End, Experiment, Film, InitialNetwork, Recipe, Schedule};
use nn::{ActivationFn, UpdateRule};
use serde_json::json;
use training::{Reply, Request, Session};

/// The largest difference that rounding may make.
const TOLERANCE: f32 = 1e-5;

/// Collects replies in `window.replies` and gives the page a function `ask`.
const CONNECT: &str = "
    const files = document.getElementById('files').content.split(' ');
    const urlOf = (start) => new URL(files.find((file) => file.startsWith(start)), document.baseURI);
    const url = urlOf('training-');
    const isInWorker = arguments[0];
    const done = arguments[arguments.length - 1];
    window.replies = [];
    const hear = (bytes) => window.replies.push(bytes);
    if (isInWorker) {
        const worker = new Worker(trusted.createScriptURL(url), { type: 'module' });
        worker.onerror = (event) => done(String(event.message));
        worker.onmessage = ({ data }) => {
            hear(data);
            done('');
        };
        window.ask = (request) => worker.postMessage(request);
        WebAssembly.compileStreaming(fetch(urlOf('training_program-'))).then(ask, (error) => done(String(error)));
    } else {
        import(url).then((program) => program.connect(hear)).then(
            (ask) => {
                window.ask = ask;
                done('');
            },
            (error) => done(String(error)),
        );
    }";

/// A few mini-batches with every kind of arithmetic.
pub(crate) fn experiment(update_rule: UpdateRule) -> Experiment {
    Experiment {
        network: InitialNetwork { output_fn: ActivationFn::Softmax, ..InitialNetwork::default() },
        data: DataRecipe {
            n_drawings: 150,
            wrong_labels: 0.1,
            noise: 0.01,
            off_centre: 1.0,
            ..DataRecipe::default()
        },
        training: Recipe {
            update_rule,
            learning_rate: 0.01,
            schedule: Schedule::Cosine,
            mini_batch: 32,
            n_epochs: 2,
            weight_decay: 0.001,
            averaging: 0.5,
            ..Recipe::default()
        },
    }
}

/// The film and how it ended, from the replies to the run.
fn filmed(experiment: &Experiment, of_run: u32, replies: &[Reply]) -> Result<(Film, Option<End>)> {
    let (mut film, mut ended) = (Film::new(experiment.start()?), None);
    for reply in replies {
        match reply {
            Reply::Frame { run, frame } if *run == of_run => film.push(frame.clone())?,
            Reply::Ended { run, end, .. } if *run == of_run => ended = Some(*end),
            _ => {}
        }
    }
    Ok((film, ended))
}

fn native_film(experiment: &Experiment) -> Result<Film> {
    let mut session = Session::default();
    session.hear(&Request::Train { run: 1, experiment: experiment.clone(), is_filmed: true }.to_bytes());
    let mut replies = Vec::new();
    while session.is_busy() {
        replies.extend(session.step());
    }
    Ok(filmed(experiment, 1, &replies)?.0)
}

pub(crate) async fn connect(page: &Page, is_in_worker: bool) -> Result<()> {
    page.before_page_scripts(TRUSTED);
    page.open("").await?;
    let error = page.client().execute_async(CONNECT, vec![json!(is_in_worker)]).await?;
    assert_eq!(error, json!(""));
    let replies = page
        .wait_for("the program that trains", async || {
            let replies = replies(page).await?;
            Ok((!replies.is_empty()).then_some(replies))
        })
        .await?;
    assert_eq!(replies, [Reply::Ready]);
    Ok(())
}

async fn ask(page: &Page, request: &Request) -> Result<()> {
    page.eval_with::<()>("ask(Uint8Array.from(arguments[0]));", &[json!(request.to_bytes())]).await
}

async fn replies(page: &Page) -> Result<Vec<Reply>> {
    // As texts in hexadecimal, which WebDriver carries faster than as many numbers.
    let texts: Vec<String> = page
        .eval(
            "const inHex = (byte) => byte.toString(16).padStart(2, '0');
             return replies.map((bytes) => Array.from(bytes, inHex).join(''));",
        )
        .await?;
    texts.iter().map(|text| Reply::from_bytes(&bytes_of(text)?).context("a reply")).collect()
}

fn bytes_of(hex: &str) -> Result<Vec<u8>> {
    let (digits, _) = hex.as_bytes().as_chunks::<2>();
    digits.iter().map(|two| Ok(u8::from_str_radix(str::from_utf8(two)?, 16)?)).collect()
}

/// The film of a run that is asked for, once it has ended.
pub(crate) async fn film(page: &Page, run: u32, experiment: &Experiment) -> Result<Film> {
    ask(page, &Request::Train { run, experiment: experiment.clone(), is_filmed: true }).await?;
    let is_over = format!("return replies.some((bytes) => bytes[1] === 3 && bytes[2] === {run});");
    page.wait_for("the end of the run", async || Ok(page.eval::<bool>(&is_over).await?.then_some(())))
        .await?;
    let (film, end) = filmed(experiment, run, &replies(page).await?)?;
    assert_eq!(end, Some(End::Complete));
    Ok(film)
}

fn assert_same(found: &Film, expected: &Film) {
    assert_eq!(found.frames().len(), expected.frames().len());
    for (found, expected) in found.frames().iter().zip(expected.frames()) {
        assert_eq!(found.n_samples, expected.n_samples);
        let pairs = found.parameters.iter().zip(&expected.parameters);
        let difference = pairs.map(|(found, expected)| (found - expected).abs()).fold(0.0, f32::max);
        assert!(difference < TOLERANCE, "{difference} after {} samples", found.n_samples);
    }
}

#[tokio::test]
async fn the_worker_learns_what_a_native_program_learns() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        connect(page, true).await?;
        for (run, rule) in
            [(1, UpdateRule::SGD), (2, UpdateRule::Sgd { momentum: 0.9 }), (3, UpdateRule::ADAM)]
        {
            let experiment = experiment(rule);
            assert_same(&film(page, run, &experiment).await?, &native_film(&experiment)?);
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_there_is_no_worker_the_page_learns_the_same() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        connect(page, false).await?;
        let experiment = experiment(UpdateRule::ADAM);
        assert_same(&film(page, 1, &experiment).await?, &native_film(&experiment)?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_long_run_is_given_up_for_a_new_one() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        connect(page, true).await?;
        let mut long = experiment(UpdateRule::SGD);
        long.training.n_epochs = 1000;
        ask(page, &Request::Train { run: 1, experiment: long, is_filmed: true }).await?;
        let has_begun = "return replies.some((bytes) => bytes[1] === 2);";
        page.wait_for("a frame", async || Ok(page.eval::<bool>(has_begun).await?.then_some(()))).await?;
        let short = experiment(UpdateRule::SGD);
        let film = film(page, 2, &short).await?;
        assert_same(&film, &native_film(&short)?);
        let n_after: usize = replies(page)
            .await?
            .iter()
            .skip_while(|reply| !matches!(reply, Reply::Frame { run: 2, .. }))
            .filter(|reply| matches!(reply, Reply::Frame { run: 1, .. }))
            .count();
        assert_eq!(n_after, 0, "nothing of the old run follows");
        Ok(())
    })
    .await
}
