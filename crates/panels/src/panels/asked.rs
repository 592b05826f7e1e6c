//! What a host's requests mean for the panels: the messages that the page's own controls would send.

use app::msg::Msg as CoreMsg;
use app::panel::Panel;
use app::state::Core;
use app::target::Target;
use app::update::update;

use crate::dots::dotted;
use crate::embed::{self, Asked, Code, Owed, Params, Request, Ticket, Wanted};
use crate::lesson::source::Source;
use crate::link;
use crate::models::Models;
use crate::msg::Effect;
use crate::panels::Panels;
use crate::picture::{self, File, Format};
use crate::training;

impl Panels {
    /// Handles a message about the host.
    pub(super) fn update_embed(&mut self, core: &mut Core, msg: embed::Msg, out: &mut Vec<Effect>) {
        match msg {
            embed::Msg::Hello { origin, id } => {
                let (embed, watched) = self.embed_and_watched(core);
                embed.begin(watched);
                let ready = embed::ready(id, core);
                out.push(embed::Effect::Connect { origin, ready }.into());
            }
            embed::Msg::Unknown(value) => {
                let shown: String = value.chars().take(24).collect();
                let note = ["Not understood in the address: “", &shown, "”."].concat();
                out.push(app::msg::Effect::Warn(note.clone()).into());
                core.note(note);
            }
            embed::Msg::Asked(line, asked) => {
                let Asked { id, request } = *asked;
                self.carry_out_request(core, Ticket { line, id }, request, out);
            }
            embed::Msg::Palette(ticket, subject, format, palette) => {
                match picture::make(core, &self.why, (subject, format), &palette) {
                    Ok((_, File::Svg(svg))) => {
                        let answer = embed::painted(ticket.id, Format::Svg, &svg);
                        out.push(embed::Effect::Post(Some(ticket.line), answer).into());
                    }
                    Ok((_, File::Png(picture))) => out.push(embed::Effect::Paint(ticket, picture).into()),
                    Err(_) if core.is_answer_covered() => out.push(embed::covered(ticket).into()),
                    Err(reason) => out.push(embed::refuse(ticket, Code::NoPicture, reason).into()),
                }
            }
            embed::Msg::Frame(frame) => self.embed.set_frame(frame),
            embed::Msg::SizeWanted => self.embed.forget_size(),
            embed::Msg::Rested(beat) => {
                let mut effects = Vec::new();
                let (embed, watched) = self.embed_and_watched(core);
                embed.rested(beat, watched, &mut effects);
                out.extend(effects.into_iter().map(Effect::from));
            }
        }
    }

    fn carry_out_request(
        &mut self,
        core: &mut Core,
        ticket: Ticket,
        request: Request,
        out: &mut Vec<Effect>,
    ) {
        // Before anything is done: a request that is refused changes nothing.
        if self.embed.owes_most() && request != Request::Destroy {
            let message = "Too many requests are waiting for an answer.";
            return out.push(embed::refuse(ticket, Code::TooMany, message).into());
        }
        let owed = match request {
            Request::Hello => {
                let ready = embed::ready(ticket.id, core);
                return out.push(embed::Effect::Post(Some(ticket.line), ready).into());
            }
            Request::SetStrokes { ink, is_animated } => {
                self.settle(core, out);
                if is_animated && !self.embed.is_still() && !ink.is_empty() {
                    return self.embed.animate(core, ticket, ink);
                }
                core.edit_ink(|pad| pad.replace(ink));
                Owed::Prediction
            }
            Request::SetPixels(pixels) => {
                self.settle(core, out);
                core.give_pixels(dotted(&pixels), *pixels);
                Owed::Prediction
            }
            Request::Clear => self.sent(core, CoreMsg::Clear, Owed::Prediction, out),
            Request::Undo => self.sent(core, CoreMsg::Undo, Owed::Prediction, out),
            Request::Redo => self.sent(core, CoreMsg::Redo, Owed::Prediction, out),
            Request::SetModel(Wanted::Named(source)) => {
                self.sent(core, CoreMsg::ChooseModel(source.clone()), Owed::Model(source), out)
            }
            Request::SetModel(Wanted::File(text)) => match Models::read(&text) {
                Ok(model) => {
                    self.settle(core, out);
                    Owed::Model(Models::take_in(core, model))
                }
                Err(reason) => {
                    let message = ["The model cannot be read: ", &reason, "."].concat();
                    return out.push(embed::refuse(ticket, Code::BadModel, &message).into());
                }
            },
            Request::SetParams(params) => {
                let model = params.given.contains(&"model").then(|| params.settings.model.clone());
                self.settle(core, out);
                self.set_params(core, *params, out);
                Owed::Params(model)
            }
            Request::Select(None) => self.sent(core, CoreMsg::Unpick, Owed::Selected, out),
            Request::Select(Some(target)) if core.has(target) => {
                // Unlike a click elsewhere on the page, it moves no focus.
                self.sent(core, CoreMsg::Focus(target), Owed::Selected, out)
            }
            Request::Select(Some(_)) if core.network().is_none() => {
                return out.push(embed::no_network(ticket).into());
            }
            Request::Select(Some(_)) => {
                let message = "The network has no such neuron.";
                return out.push(embed::refuse(ticket, Code::NoNeuron, message).into());
            }
            Request::GetState => Owed::State(None),
            Request::SetState(state) => {
                self.settle(core, out);
                self.update(core, link::Msg::HashChanged(state).into(), out);
                Owed::State(self.link.model_awaited().cloned())
            }
            Request::SetDefaultState(state) => {
                self.link.open_with(state);
                Owed::State(None)
            }
            Request::Picture { format, subject, theme } => {
                return out.push(embed::Effect::FindPalette(ticket, subject, format, theme).into());
            }
            Request::GetActivations => Owed::Activations,
            Request::Command(command) => {
                self.carry_out(core, command, out);
                Owed::Done(command, self.is_on(command))
            }
            Request::Pause => self.paused(core, true, out),
            Request::Resume => self.paused(core, false, out),
            Request::Destroy => {
                out.push(embed::Effect::Post(Some(ticket.line), embed::destroyed(ticket.id)).into());
                return out.push(embed::Effect::Destroy.into());
            }
        };
        self.embed.owe(ticket, owed);
    }

    /// Puts the whole drawing on the pad that is under way, and answers for it before anything else is done.
    fn settle(&mut self, core: &mut Core, out: &mut Vec<Effect>) {
        if self.embed.is_animating() {
            self.embed.finish_animation(core);
            // All panels, so that an answer to be predicted is covered.
            self.sync(core, out);
        }
    }

    /// Sends the core a message; then an answer is owed.
    fn sent(&mut self, core: &mut Core, msg: CoreMsg, owed: Owed, out: &mut Vec<Effect>) -> Owed {
        self.settle(core, out);
        out.extend(update(core, msg).into_iter().map(Effect::from));
        owed
    }

    /// Holds still, or goes on; what trains, too.
    fn paused(&mut self, core: &mut Core, is_paused: bool, out: &mut Vec<Effect>) -> Owed {
        self.settle(core, out);
        if self.embed.is_paused() != is_paused {
            self.embed.set_paused(is_paused);
            out.push(training::Effect::Hold(is_paused).into());
        }
        Owed::State(None)
    }

    fn set_params(&mut self, core: &mut Core, params: Params, out: &mut Vec<Effect>) {
        let Params { settings, given, lesson } = params;
        for name in given {
            match name {
                "ui" => core.settings.ui = settings.ui,
                "theme" => core.settings.theme = settings.theme,
                "hide" => core.settings.hidden.clone_from(&settings.hidden),
                "model" => {
                    let chosen = update(core, CoreMsg::ChooseModel(settings.model.clone()));
                    out.extend(chosen.into_iter().map(Effect::from));
                }
                "panel" => {
                    // The page does not scroll to it: whoever asked sees to that.
                    core.open = settings.panel.opened();
                    match settings.panel {
                        Panel::Neuron => core.pick(Target::neuron(0, 0)),
                        Panel::Lesson if lesson.is_none() => {
                            let name = self.lesson.place().map(|(name, _)| name);
                            let name = name.or_else(|| Source::default().name().map(str::to_owned));
                            self.lesson.go_to(name.map(|name| (name, None)));
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        if lesson.is_some() {
            self.lesson.go_to(lesson);
        }
    }

    /// The protocol, and what it tells of.
    fn embed_and_watched<'a>(&'a mut self, core: &'a Core) -> (&'a mut embed::Embed, embed::Watched<'a>) {
        let Panels { embed, knobs, training, lesson, tally, .. } = self;
        (embed, embed::Watched { core, knobs, training, lesson, tally })
    }

    /// Answers the host, and tells it what has happened.
    pub(super) fn sync_embed(&mut self, core: &Core, out: &mut Vec<Effect>) {
        let mut effects = Vec::new();
        let (embed, watched) = self.embed_and_watched(core);
        embed.sync(watched, &mut effects);
        out.extend(effects.into_iter().map(Effect::from));
    }
}
