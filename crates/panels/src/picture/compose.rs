//! The pictures, composed of what the page's scenes say.

use app::derived::Derived;
use app::number;
use app::palette::Palette;
use app::scene::heat_map::Rgba;
use app::scene::network::{Anchor, Label, NetworkScene, network_scene};
use app::scene::page::answer_scene;
use app::state::Core;
use digits::N_PIXELS;

use crate::derived::Derived as PanelsDerived;
use crate::picture::msg::Subject;
use crate::picture::shape::{Paint, Picture, Shape};
use crate::picture::text::paragraph;
use crate::why::Why;
use crate::why::scene::{WhyScene, why_scene};

/// The space around a picture.
const MARGIN: f32 = 16.0;
/// The font size of titles and captions.
const TYPE: f32 = 14.0;
/// The side of a picture of weights, the gap between two, and the height of the number below.
const TILE: (f32, f32, f32) = (112.0, 12.0, 20.0);
/// The most columns of pictures of weights, and the most pictures.
const MOST_TILES: (usize, usize) = (8, 256);
/// The side of the explanation's image.
const WHY_SIDE: f32 = 392.0;

/// A picture of the page as it is; `None` if there is nothing of the kind to show.
pub(super) fn compose(subject: Subject, core: &Core, why: &Why, palette: &Palette) -> Option<Picture> {
    // What the page keeps has the colours of its own theme.
    let derived = Derived::default();
    match subject {
        Subject::Network => network(core, &derived, palette),
        Subject::Weights => weights(core, &derived, palette),
        Subject::Why => {
            let scene = why_scene(why, core, (&derived, &PanelsDerived::default()), palette)?;
            Some(explanation(&scene, palette))
        }
    }
}

/// What the network reads, in a sentence.
fn reading(core: &Core, derived: &Derived) -> String {
    let answer = answer_scene(core, derived);
    match (answer.digit.as_str(), answer.is_covered) {
        ("", _) | (_, true) => String::new(),
        ("?", _) => " It is not sure.".to_owned(),
        (digit, _) => format!(" It reads a {digit}: {}.", answer.certainty),
    }
}

fn network(core: &Core, derived: &Derived, palette: &Palette) -> Option<Picture> {
    let scene = network_scene(core, derived, palette).filter(|_| core.view.width > 0.0)?;
    let model = core.model()?;
    let mut picture = Picture {
        width: core.view.width + 2.0 * MARGIN,
        height: core.view.height + 2.0 * MARGIN,
        title: format!("The network {}.{}", model.title, reading(core, derived)),
        paper: palette.paper,
        shapes: Vec::new(),
    };
    let (caption, height) = paragraph(
        &picture.title,
        (MARGIN, core.view.height + 1.5 * MARGIN, core.view.width),
        (TYPE, palette.ink, false),
    );
    picture.shapes = network_shapes(scene, palette);
    for shape in &mut picture.shapes {
        move_by(shape, MARGIN);
    }
    picture.shapes.extend(caption.into_iter().map(Shape::Text));
    picture.height += height + 0.5 * MARGIN;
    Some(picture)
}

/// The shapes of the network view, in its own coordinates.
fn network_shapes(scene: NetworkScene, palette: &Palette) -> Vec<Shape> {
    let line_width = scene.line_width;
    let outline = |colour, width| Paint { fill: None, line: (colour, width) };
    let mut shapes: Vec<Shape> = scene
        .edges
        .into_iter()
        .map(|batch| Shape::Lines {
            colour: batch.colour,
            width: batch.width,
            is_dashed: batch.is_dashed,
            lines: batch.lines,
        })
        .collect();
    let (x, y, side) = (scene.grid.x, scene.grid.y, scene.grid.side);
    shapes.push(Shape::Image { x, y, side, pixels: scene.grid_picture });
    shapes.push(Shape::Square { x, y, side, paint: outline(palette.line, line_width) });
    if let Some((x, y, side)) = scene.marked_cell {
        shapes.push(Shape::Square { x, y, side, paint: outline(palette.accent, 2.0 * line_width) });
    }
    let pictures: Vec<&[u8]> = scene.weight_pictures.pictures.chunks_exact(4 * N_PIXELS).collect();
    for (idx, neuron) in scene.neurons.iter().enumerate() {
        let (x, y, radius) = (neuron.circle.x, neuron.circle.y, neuron.circle.radius);
        let paint = Paint { fill: Some(neuron.fill), line: neuron.ring };
        let Some((side, pixels)) = neuron.picture.zip(pictures.get(idx)) else {
            shapes.push(Shape::Circle { centre: (x, y), radius, paint });
            if neuron.has_halo {
                let paint = outline(neuron.ring.0, 2.5 * line_width);
                shapes.push(Shape::Circle { centre: (x, y), radius: radius + 4.0 * line_width, paint });
            }
            continue;
        };
        shapes.push(Shape::Square { x: x - radius, y: y - radius, side: 2.0 * radius, paint });
        shapes.push(Shape::Image { x: x - side / 2.0, y: y - side / 2.0, side, pixels: pixels.to_vec() });
    }
    shapes.extend(scene.labels.into_iter().map(Shape::Text));
    shapes
}

/// Moves a shape to the right and down.
fn move_by(shape: &mut Shape, distance: f32) {
    match shape {
        Shape::Image { x, y, .. } | Shape::Square { x, y, .. } | Shape::Circle { centre: (x, y), .. } => {
            *x += distance;
            *y += distance;
        }
        Shape::Lines { lines, .. } => {
            lines.iter_mut().flatten().for_each(|coordinate| *coordinate += distance);
        }
        Shape::Text(label) => {
            label.x += distance;
            label.y += distance;
        }
    }
}

fn weights(core: &Core, derived: &Derived, palette: &Palette) -> Option<Picture> {
    let model = core.model()?;
    let all = derived.weight_pictures(core, palette);
    let pictures: Vec<Rgba> =
        all.pictures.chunks_exact(4 * N_PIXELS).take(MOST_TILES.1).map(<[u8]>::to_vec).collect();
    let n_all = core.layers().first()?.n_outputs();
    let n_columns = pictures.len().clamp(1, MOST_TILES.0);
    let (side, gap, below) = TILE;
    let width = n_columns as f32 * (side + gap) - gap;
    let shown =
        if n_all > pictures.len() { format!("the first {} of ", pictures.len()) } else { String::new() };
    let title = format!(
        "What {shown}{n_all} neurons of the first layer look for, in the network {}. Ink on blue excites the neuron, ink on orange inhibits it; full colour from ±{}.",
        model.title, all.scale
    );
    let (heading, top) = paragraph(&title, (MARGIN, MARGIN, width), (TYPE, palette.ink, false));
    let mut shapes: Vec<Shape> = heading.into_iter().map(Shape::Text).collect();
    let top = top + 2.0 * MARGIN;
    let n_rows = pictures.len().div_ceil(n_columns);
    for (idx, pixels) in pictures.into_iter().enumerate() {
        let x = MARGIN + (idx % n_columns) as f32 * (side + gap);
        let y = top + (idx / n_columns) as f32 * (side + gap + below);
        shapes.push(Shape::Image { x, y, side, pixels });
        let paint = Paint { fill: None, line: (palette.line, palette.boldness) };
        shapes.push(Shape::Square { x, y, side, paint });
        shapes.push(Shape::Text(Label {
            x: x + side / 2.0,
            y: y + side + below / 2.0 + 2.0,
            anchor: Anchor::Middle,
            text: number::thousands(idx + 1),
            size: TYPE,
            colour: palette.muted,
            is_bold: false,
            has_rim: false,
        }));
    }
    Some(Picture {
        width: width + 2.0 * MARGIN,
        height: top + n_rows as f32 * (side + gap + below) - gap + MARGIN,
        title,
        paper: palette.paper,
        shapes,
    })
}

fn explanation(scene: &WhyScene, palette: &Palette) -> Picture {
    let mut shapes = Vec::new();
    let mut y = MARGIN;
    for (text, is_bold) in [(&scene.title, true), (&scene.sentence, false)] {
        let (labels, height) = paragraph(text, (MARGIN, y, WHY_SIDE), (TYPE, palette.ink, is_bold));
        shapes.extend(labels.into_iter().map(Shape::Text));
        y += height;
    }
    y += 0.5 * MARGIN;
    let cell = WHY_SIDE / digits::SIDE as f32;
    let line = |colour, width| Paint { fill: None, line: (colour, width * palette.boldness) };
    shapes.push(Shape::Image { x: MARGIN, y, side: WHY_SIDE, pixels: scene.picture.clone() });
    let hatches = scene.hatched.iter().map(|pixel_idx| {
        let x = MARGIN + (pixel_idx % digits::SIDE) as f32 * cell;
        let y = y + (pixel_idx / digits::SIDE) as f32 * cell;
        [x, y + cell, x + cell, y]
    });
    shapes.push(Shape::Lines {
        colour: palette.paper,
        width: palette.boldness,
        is_dashed: false,
        lines: hatches.collect(),
    });
    shapes.push(Shape::Square { x: MARGIN, y, side: WHY_SIDE, paint: line(palette.line, 1.0) });
    for marked in &scene.marked {
        let region = marked.region;
        let (left, top) = (MARGIN + region.left as f32 * cell, y + region.top as f32 * cell);
        let (right, bottom) = (left + region.width as f32 * cell, top + region.height as f32 * cell);
        let lines = vec![
            [left, top, right, top],
            [right, top, right, bottom],
            [right, bottom, left, bottom],
            [left, bottom, left, top],
        ];
        let width = 1.5 * palette.boldness;
        shapes.push(Shape::Lines { colour: palette.ink, width, is_dashed: false, lines });
        shapes.push(Shape::Text(Label {
            x: left + 4.0,
            y: top + 0.7 * TYPE,
            anchor: Anchor::Left,
            text: marked.letter.to_owned(),
            size: TYPE,
            colour: palette.ink,
            is_bold: true,
            has_rim: true,
        }));
    }
    y += WHY_SIDE + 0.5 * MARGIN;
    let [adds, takes] = &scene.effects;
    let legend = format!("Blue ink {adds}, hatched orange ink {takes}.");
    let (labels, height) = paragraph(&legend, (MARGIN, y, WHY_SIDE), (TYPE, palette.muted, false));
    shapes.extend(labels.into_iter().map(Shape::Text));
    Picture {
        width: WHY_SIDE + 2.0 * MARGIN,
        height: y + height + MARGIN,
        title: [scene.title.as_str(), " ", &scene.sentence].concat(),
        paper: palette.paper,
        shapes,
    }
}
