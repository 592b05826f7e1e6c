//! The shipped lesson on the shipped models, and the panel's behaviour.

use app::msg::{Effect as CoreEffect, Msg as CoreMsg};
use app::panel::Panel;
use models::ModelSource;
use proptest::prelude::*;

use crate::lesson::check::{Check, Event};
use crate::lesson::observe::{Beginning, Reading, hold};
use crate::lesson::parse::parse;
use crate::lesson::progress::Mark;
use crate::lesson::scene::{LessonScene, lesson_scene};
use crate::lesson::source::Source;
use crate::lesson::{Effect, Msg, Watched};
use crate::msg::{Effect as PanelsEffect, Msg as PanelsMsg};
use crate::panels::Panels;
use crate::state::{PageMsg, State};

/// The shipped models that the lesson uses.
fn file(name: &str) -> Vec<u8> {
    let file: &[u8] = match name {
        "vanilla" => include_bytes!("../../../../pretrained/vanilla.bin"),
        "vanilla-relu" => include_bytes!("../../../../pretrained/vanilla-relu.bin"),
        _ => include_bytes!("../../../../pretrained/untrained.bin"),
    };
    file.to_vec()
}

/// A page with the shipped models, which arrive as soon as they are asked for.
struct Page(State);

impl Page {
    fn new() -> Page {
        let core = app::state::Core::default();
        let mut page = Page(State { core, panels: Panels::new(true) });
        page.send(CoreMsg::Started(app::settings::Settings::default(), app::settings::Unknown::default()));
        page
    }

    fn send(&mut self, msg: impl Into<PageMsg>) -> Vec<PanelsEffect> {
        let effects = self.0.update(msg);
        for effect in &effects {
            if let PanelsEffect::Core(CoreEffect::FetchModel(ModelSource::Shipped(name))) = effect {
                self.send(CoreMsg::ModelArrived(ModelSource::Shipped(name), Ok(file(name))));
            }
        }
        effects
    }

    fn settle(&mut self) {
        for frame in 0..400 {
            self.send(PanelsMsg::Tick(f64::from(frame)));
            if self.0.panels.survey.n_right().is_some() {
                break;
            }
        }
    }
}

/// The lesson, opened at its beginning.
fn opened(text: &str) -> Page {
    let mut page = Page::new();
    page.send(Msg::Begun {
        lesson: Some("a.md".into()),
        step: None,
        kept: Some(String::new()),
        activity: None,
    });
    page.arrive(text);
    page
}

impl Page {
    fn arrive(&mut self, text: &str) {
        let source = self.0.panels.lesson.source.clone();
        self.send(Msg::Arrived(source, Ok(text.as_bytes().to_vec())));
    }

    fn scene(&self) -> LessonScene {
        lesson_scene(&self.0.panels.lesson).expect("a lesson is open")
    }

    fn step(&self) -> &str {
        self.0.panels.lesson.current().map_or("", |(_, step)| &step.name)
    }

    /// Whether checks hold now.
    fn hold(&self, checks: &[Check]) -> bool {
        let State { core, panels } = &self.0;
        let watched = Watched {
            core,
            training: &panels.training,
            follow: &panels.follow,
            propagation: &panels.propagation,
            survey: &panels.survey,
        };
        let reading = Reading::of(core, None);
        hold(checks, watched, &Beginning::default(), reading.as_ref())
    }
}

const DIGITS: &str = include_str!("../../../../www/lessons/en/digits.md");
const MISCONCEPTIONS: &str = include_str!("../../../../www/lessons/en/misconceptions.md");

#[test]
fn the_shipped_lesson_asks_in_half_of_its_steps() {
    let lesson = parse(DIGITS).expect("it is well formed");
    let n_questions = lesson.steps.iter().filter(|step| step.question.is_some()).count();
    assert!(2 * n_questions >= lesson.steps.len(), "{n_questions} questions in {} steps", lesson.steps.len());
    assert!((11..=14).contains(&lesson.chapters.len()), "{:?}", lesson.chapters);
}

#[test]
fn the_shipped_lessons_are_true_and_every_step_can_be_shown() {
    for text in [DIGITS, MISCONCEPTIONS] {
        assert_eq!(untrue(text), Vec::<String>::new());
    }
}

/// What is not as the text says for somebody who predicts nothing and presses "Show me".
fn untrue(text: &str) -> Vec<String> {
    let lesson = parse(text).expect("it is well formed");
    let mut page = opened(text);
    page.send(CoreMsg::ShowExample(3));
    let mut untrue = Vec::new();
    for (step_idx, step) in lesson.steps.iter().enumerate() {
        let name = &step.name;
        assert_eq!(page.step(), name);
        // There is no trainer here.
        if !step.done.contains(&Check::Event(Event::Trained)) {
            if step.statement.is_some() {
                page.send(Msg::Choose(2));
            }
            let buttons = page.scene().buttons;
            page.send(if buttons.finds_out || step.done.is_empty() { Msg::Start } else { Msg::Show });
            page.settle();
            if step.statement.is_some() {
                page.send(Msg::Choose(2));
            }
            let scene = page.scene();
            let has_to_choose = step.done.is_empty();
            if step.asks() && !has_to_choose {
                let is_answered = scene.outcome.is_none_or(|right| right.is_some());
                if !scene.is_done || !is_answered {
                    untrue.push(format!("{name}: done {}, {:?}", scene.is_done, scene.outcome));
                }
            }
            page.send(Msg::Restore);
        }
        if !step.claims.is_empty() {
            let mut page = opened(text);
            if let Some(state) = step.start.as_ref().or(step.show.as_ref()) {
                let hash = format!("{state}&lesson=a.md");
                page.send(crate::link::Msg::Begun { hash, session: None, is_framed: true });
            }
            page.send(CoreMsg::Open(Panel::Knobs));
            page.settle();
            for claim in &step.claims {
                if !page.hold(&[*claim]) {
                    untrue.push(format!("{name}: {claim:?}"));
                }
            }
        }
        if step_idx + 1 < lesson.steps.len() {
            page.send(Msg::Step(true));
        }
    }
    untrue
}

/// What the panel says of its answers.
fn results(page: &Page) -> Option<(String, String)> {
    page.scene().results.map(|results| (results.summary, results.class))
}

#[test]
fn a_statement_is_judged_tried_out_and_judged_again() {
    const TEXT: &str =
        "# L\n## C\n### One\nDraw it.\nfalse: So.\ndone: drawn\nlook: pad\nhint: H.\n### End\n";
    let mut page = opened(TEXT);
    page.send(CoreMsg::ShowExample(3));
    let scene = page.scene();
    assert!(scene.is_text_hidden && scene.is_asking && !scene.buttons.show && !scene.buttons.hint);
    assert!(page.0.panels.lesson.looks().is_empty(), "nothing gives it away");
    page.send(Msg::Choose(0));
    let scene = page.scene();
    assert_eq!(
        (scene.says.as_str(), scene.chosen, scene.is_asking),
        ("Noted. Now try it out.", Some(0), false)
    );
    assert!(!scene.is_text_hidden && scene.buttons.show, "what was drawn before does not count");
    page.send(Msg::Choose(1));
    assert_eq!(page.scene().chosen, Some(0), "first it is tried out");
    page.send(CoreMsg::ShowExample(4));
    let scene = page.scene();
    assert_eq!((scene.says.as_str(), scene.chosen, scene.is_asking), ("What do you say now?", None, true));
    assert!(scene.buttons.skips && !scene.is_done);
    let effects = page.send(Msg::Choose(1));
    let scene = page.scene();
    assert_eq!(
        (scene.says.as_str(), scene.chosen, scene.outcome),
        ("✓ It is false.", Some(1), Some(Some(1)))
    );
    assert!(scene.is_done && !scene.buttons.skips);
    let is_kept = |effect: &PanelsEffect| matches!(effect, PanelsEffect::Lesson(Effect::Keep(text)) if text.contains("one=true:false"));
    assert!(effects.iter().any(is_kept), "{effects:?}");
    page.send(Msg::Step(true));
    let summary = "You got 0 of 1 right before you tried them out, and 1 after.";
    assert_eq!(results(&page), Some((summary.to_owned(), String::new())));
}

#[test]
fn answers_are_saved_added_to_a_class_and_forgotten() {
    let mut page = opened("# L\n## C\n### One\nfalse: So.\ndone: drawn\n### End\n");
    page.send(Msg::Choose(0));
    page.send(CoreMsg::ShowExample(4));
    page.send(Msg::Choose(1));
    page.send(Msg::Step(true));
    let saved = |effects: Vec<PanelsEffect>| {
        effects.into_iter().find_map(|effect| match effect {
            PanelsEffect::Lesson(Effect::Save(name, text)) => Some((name, text)),
            _ => None,
        })
    };
    let (_, own) = saved(page.send(Msg::SaveResults(false))).expect("it is saved");
    page.send(Msg::ResultsArrived("ann.csv".into(), Ok(own.clone().into_bytes())));
    page.send(Msg::ResultsArrived("bob.csv".into(), Ok(own.into_bytes())));
    page.send(Msg::ResultsArrived("wrong.csv".into(), Ok(b"a,b".to_vec())));
    let results = page.scene().results.expect("the lesson has a statement");
    assert_eq!(results.class, "The class: answers from 2 people.");
    assert!(
        results.trouble.starts_with("“wrong.csv” could not be read: its first line"),
        "{}",
        results.trouble
    );
    let (name, class) = saved(page.send(Msg::SaveResults(true))).expect("it is saved");
    assert_eq!((name.as_str(), class.lines().count()), ("class-answers.csv", 3));
    page.send(Msg::ForgetResults);
    let results = page.scene().results.expect("the lesson has a statement");
    assert_eq!((results.rows[0].before, results.class.is_empty()), ("", false), "the class stays");
}

const SMALL: &str = "\
# L
## C
### One
predict: What?
- [answer=3] A 3
- [otherwise] Not
done: drawn
### Two
done: activation[1:0]<0.01
### Three
start: v=1&model=vanilla&ink=&edges=weight
predict: Is it empty?
- [empty] Yes
- [otherwise] No
done: set-up
### Four
";

#[test]
fn a_prediction_is_compared_with_what_happens() {
    for (choice, digit, says, mark) in [
        (Some(0), 3, "✓ Just as you predicted.", Mark::Right),
        (Some(0), 7, "✗ It turned out differently.", Mark::Wrong),
        (None, 3, "There it is.", Mark::Done),
    ] {
        let mut page = opened(SMALL);
        assert!(page.scene().buttons.skips);
        if let Some(choice) = choice {
            page.send(Msg::Choose(choice));
            assert!(page.scene().says.contains("Now find out"));
        }
        page.send(CoreMsg::ShowExample(digit));
        let scene = page.scene();
        assert_eq!((scene.says.as_str(), scene.is_done, scene.buttons.skips), (says, true, false));
        assert_eq!(page.0.panels.lesson.progress.mark("one"), Some(mark));
        page.send(Msg::Choose(1));
        assert_eq!(page.scene().chosen, choice, "it is too late");
    }
}

#[test]
fn the_answer_follows_a_drawing_of_several_strokes() {
    let mut page = opened(SMALL);
    page.send(Msg::Choose(0));
    page.send(CoreMsg::ShowExample(7));
    assert_eq!(page.scene().outcome, Some(Some(1)));
    page.send(CoreMsg::ShowExample(3));
    assert_eq!(page.scene().outcome, Some(Some(0)));
    assert_eq!(page.0.panels.lesson.progress.mark("one"), Some(Mark::Right));
    page.send(CoreMsg::Clear);
    assert_eq!(page.scene().outcome, Some(Some(0)), "what has been answered stays");
}

#[test]
fn a_stroke_under_way_is_not_judged() {
    let mut page = opened(SMALL);
    let source = app::pad::Source::Pointer(1);
    page.send(CoreMsg::PenDown(source, digits::Point::new(0.5, 0.2)));
    page.send(CoreMsg::PenMove(source, vec![digits::Point::new(0.5, 0.8)]));
    assert!(!page.scene().is_done);
    page.send(CoreMsg::PenUp(source));
    assert!(page.scene().is_done);
}

#[test]
fn what_a_step_has_changed_is_brought_back_and_the_persons_drawing_stays() {
    let mut page = opened(SMALL);
    page.send(CoreMsg::ShowExample(8));
    let ink = page.0.core.pad().ink().clone();
    page.send(Msg::Step(true));
    let bias = page.0.core.layers()[0].biases()[0];
    page.send(Msg::Show);
    assert!(page.scene().is_done && page.scene().buttons.restore);
    assert!(page.0.core.layers()[0].biases()[0] < bias);
    page.send(Msg::Step(true));
    assert_eq!(page.0.core.layers()[0].biases()[0], bias, "the network is as it was");

    page.send(Msg::Start);
    assert!(page.0.core.pad().ink().is_empty() && page.scene().outcome == Some(Some(0)));
    page.send(Msg::Restore);
    assert_eq!(page.0.core.pad().ink(), &ink);
    assert_eq!(page.0.core.edges, app::edge_meaning::EdgeMeaning::Contribution);
    page.send(Msg::Start);
    page.send(CoreMsg::ShowExample(5));
    let own = page.0.core.pad().ink().clone();
    page.send(Msg::Step(true));
    assert_eq!((page.step(), page.0.core.pad().ink()), ("four", &own));
    assert!(!page.scene().buttons.next);
}

#[test]
fn progress_is_kept_and_taken_up() {
    let mut page = opened(SMALL);
    page.send(CoreMsg::ShowExample(3));
    let effects = page.send(Msg::Step(true));
    let kept = effects.into_iter().find_map(|effect| match effect {
        PanelsEffect::Lesson(Effect::Keep(text)) => Some(text),
        _ => None,
    });
    let kept = kept.expect("it is kept");
    let mut page = Page::new();
    page.send(Msg::Begun { lesson: Some("a.md".into()), step: None, kept: Some(kept), activity: None });
    page.arrive(SMALL);
    assert_eq!((page.step(), page.scene().share), ("two", 0.25));
    assert_eq!(page.scene().chapters, ["1. C"]);
    page.send(Msg::Close);
    assert!(lesson_scene(&page.0.panels.lesson).is_none());
    page.send(Msg::Open);
    assert_eq!(page.step(), "two");
}

/// The messages to the learning platform among these effects, as JSON.
fn posted(effects: &[PanelsEffect]) -> Vec<serde_json::Value> {
    let post = |effect: &PanelsEffect| match effect {
        PanelsEffect::Lesson(Effect::Post(json)) => Some(serde_json::from_str(json).unwrap()),
        _ => None,
    };
    effects.iter().filter_map(post).collect()
}

/// A page on a learning platform, which has been asked for what it has kept.
fn on_a_platform() -> Page {
    let mut page = Page::new();
    let activity = Some("https://a.b/?lesson=a.md".to_owned());
    let effects = page.send(Msg::Begun { lesson: Some("a.md".into()), step: None, kept: None, activity });
    assert_eq!(posted(&effects)[0]["subject"], "SPLICE.getState");
    page
}

#[test]
fn a_learning_platform_keeps_progress_and_hears_the_score() {
    let mut page = on_a_platform();
    page.arrive(SMALL);
    page.send(CoreMsg::ShowExample(3));
    assert!(
        posted(&page.send(Msg::Step(true))).is_empty(),
        "what it has kept must not be replaced before it is told"
    );
    let reports = posted(&page.send(Msg::Waited));
    assert_eq!((reports.len(), &reports[0]["subject"]), (1, &"SPLICE.reportScoreAndState".into()));
    let score = |report: &serde_json::Value| report["score"].as_f64().unwrap();
    assert!((0.0..=1.0).contains(&score(&reports[0])), "{reports:?}");

    let state = &reports[0]["state"];
    let answer =
        serde_json::json!({"subject": "SPLICE.getState.response", "message_id": "inkling-1", "state": state});
    for is_answered_first in [true, false] {
        let mut page = on_a_platform();
        if is_answered_first {
            page.send(Msg::Heard(answer.to_string()));
            page.arrive(SMALL);
        } else {
            page.arrive(SMALL);
            page.send(Msg::Heard(answer.to_string()));
        }
        assert_eq!((page.step(), page.scene().share), ("two", 0.25), "{is_answered_first}");
    }
}

/// What a platform answers that has kept these lessons.
fn answer(lessons: &str) -> serde_json::Value {
    let state = serde_json::json!({"inkling": 1, "lessons": lessons});
    serde_json::json!({"subject": "SPLICE.getState.response", "message_id": "inkling-1", "state": state})
}

#[test]
fn a_platform_that_answers_late_or_not_loses_nothing() {
    let mut page = on_a_platform();
    page.arrive(SMALL);
    assert!(posted(&page.send(Msg::Waited)).is_empty(), "nothing has been achieved that could be reported");
    page.send(Msg::Heard(answer("a.md\ttwo\ttwo+\n").to_string()));
    assert_eq!(page.step(), "two", "it is still heard");
    page.send(CoreMsg::ShowExample(3));
    let reports = posted(&page.send(Msg::Step(false)));
    assert!(
        reports.iter().all(|report| report["state"]["lessons"].as_str().unwrap().contains("two+")),
        "{reports:?}"
    );
}

#[test]
fn a_platform_hears_of_its_own_lesson_alone() {
    let mut page = on_a_platform();
    page.arrive(SMALL);
    page.send(Msg::Waited);
    let other = Msg::Arrived(Source::File("own.md".into()), Ok("# A\n## B\n### C {#c}\nD".into()));
    assert!(posted(&page.send(other)).is_empty());
    assert_eq!(page.step(), "c");
}

#[test]
fn what_was_done_before_the_platform_answered_is_not_lost() {
    let mut page = on_a_platform();
    page.arrive(SMALL);
    page.send(CoreMsg::ShowExample(3));
    page.send(Msg::Step(true));
    let lessons = "a.md\ttwo\ttwo+\n";
    let state = serde_json::json!({"inkling": 1, "lessons": lessons});
    let answer =
        serde_json::json!({"subject": "SPLICE.getState.response", "message_id": "inkling-1", "state": state});
    let reports = posted(&page.send(Msg::Heard(answer.to_string())));
    assert_eq!(page.0.panels.lesson.progress.mark("two"), Some(Mark::Right));
    assert!(page.0.panels.lesson.progress.mark("one").is_some());
    assert!(reports[0]["state"]["lessons"].as_str().unwrap().contains("two+"), "{reports:?}");
}

#[test]
fn a_link_leads_to_a_step_and_names_it() {
    let mut page = Page::new();
    let begun = Msg::Begun { lesson: None, step: None, kept: None, activity: None };
    page.send(begun);
    let hash = "v=1&lesson=a.md&step=three".to_owned();
    page.send(crate::link::Msg::Begun { hash, session: None, is_framed: false });
    page.arrive(SMALL);
    assert_eq!(page.step(), "three");
    page.send(Msg::Step(false));
    let effects = page.send(crate::link::Msg::Write);
    let is_named = |effect: &PanelsEffect| matches!(effect, PanelsEffect::Link(crate::link::Effect::SetHash { hash, .. }) if hash.contains("lesson=a.md&step=two"));
    assert!(effects.iter().any(is_named), "{effects:?}");
    page.send(crate::link::Msg::HashChanged("v=1&panel=why".into()));
    assert!(!page.0.panels.lesson.is_open());
}

#[test]
fn whoever_writes_a_lesson_sees_each_change_at_once() {
    let mut page = opened(SMALL);
    page.send(Msg::Step(true));
    let fetched = |effects: &[PanelsEffect]| {
        effects.iter().any(|effect| matches!(effect, PanelsEffect::Lesson(Effect::Fetch { .. })))
    };
    assert!(fetched(&page.send(Msg::Back)));
    page.arrive(&SMALL.replace("### Two", "### Zwei {#two}"));
    assert_eq!((page.step(), page.scene().trouble.as_str()), ("two", ""));
    page.send(Msg::Reload);
    page.arrive(&SMALL.replace("done: drawn", "done: drawm"));
    let scene = page.scene();
    assert!(scene.trouble.contains("line 7") && scene.trouble.contains("“drawm”"), "{}", scene.trouble);
    assert!(scene.place.is_some(), "the last version stays");
    page.send(Msg::Other("nonsense".into()));
    assert!(page.scene().trouble.contains("address"));
    assert!(!fetched(&page.send(CoreMsg::PointAt(None))));
}

#[test]
fn a_lesson_that_cannot_be_had_says_why() {
    let mut page = Page::new();
    page.send(Msg::Begun { lesson: Some("a.md".into()), step: None, kept: None, activity: None });
    page.send(Msg::Arrived(
        Source::Address("a.md".into()),
        Err("there is no file at this address (404)".into()),
    ));
    assert!(page.scene().trouble.contains("404") && page.scene().can_be_reloaded);
    page.send(Msg::Arrived(Source::File("b.md".into()), Ok(vec![0xff, 0xfe])));
    assert!(page.scene().trouble.contains("UTF-8"));
    let mut page = Page::new();
    page.send(Msg::Begun { lesson: Some("nosuch".into()), step: None, kept: None, activity: None });
    assert_eq!(page.0.core.notes().len(), 1);
}

/// Any message to the lesson, with the shipped lesson's own file among them.
pub(crate) fn any_msg() -> impl Strategy<Value = PanelsMsg> {
    let file = |text: &str| Msg::Arrived(Source::File("a.md".into()), Ok(text.into()));
    let arrived = prop::sample::select(vec![file(DIGITS), file(MISCONCEPTIONS)]);
    let pressed = [
        Msg::Open,
        Msg::Close,
        Msg::Fold,
        Msg::Reload,
        Msg::Back,
        Msg::Step(true),
        Msg::Step(false),
        Msg::Hint,
        Msg::Start,
        Msg::Show,
        Msg::Restore,
        Msg::SaveResults(false),
        Msg::SaveResults(true),
        Msg::ForgetResults,
        Msg::Waited,
        Msg::Heard(answer("a.md\ttwo\tone two+\n").to_string()),
        Msg::Begun { lesson: None, step: None, kept: None, activity: Some("https://a.b/".into()) },
    ];
    let msg = prop_oneof![
        6 => prop::sample::select(pressed.to_vec()),
        2 => (0..14_usize).prop_map(Msg::Chapter),
        1 => (0..5_usize).prop_map(Msg::Choose),
        1 => any::<String>().prop_map(Msg::Other),
        1 => any::<Vec<u8>>().prop_map(|bytes| Msg::ResultsArrived("a.csv".into(), Ok(bytes))),
        1 => any::<Vec<u8>>().prop_map(|bytes| Msg::Arrived(Source::File("a.md".into()), Ok(bytes))),
        1 => (prop::option::of(any::<String>()), prop::option::of(any::<String>()), prop::option::of(any::<String>()))
            .prop_map(|(lesson, step, kept)| Msg::Begun { lesson, step, kept, activity: None }),
        4 => arrived,
    ];
    msg.prop_map(PanelsMsg::from)
}
