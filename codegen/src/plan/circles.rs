//! Types whose values hold each other: a required one among them can only be built with an end somewhere.

use odata_csdl::model::{Model, Property, StructuredTypeId, TypeKind};

/// The circles of a model.
///
/// A value has what its type declares and what its base types do. So each type is two nodes, its values and what it declares: values lead
/// to what is declared, and that to what the base type declares and to the values of its properties. Steps then are as many as types and
/// properties, however the types extend and hold each other.
pub(super) struct Circles {
    /// By the nodes: the circle of each, which is its own where it is in none.
    circles: Vec<usize>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for tests"))]
    pub(super) steps: usize,
}

fn values(id: StructuredTypeId) -> usize {
    2 * id.index()
}

fn declared(id: StructuredTypeId) -> usize {
    2 * id.index() + 1
}

impl Circles {
    /// Those of some types, whose base types and properties are among them.
    pub(super) fn of(model: &Model, types: &[StructuredTypeId]) -> Self {
        let nodes = types.last().map_or(0, |&last| declared(last) + 1);
        let mut edges = Vec::with_capacity(nodes);
        for &id in types {
            let ty = model.structured_type(id);
            edges.push((values(id), declared(id)));
            edges.extend(ty.base.map(|base| (declared(id), declared(base))));
            let held = ty.properties.iter().filter_map(held);
            edges.extend(held.map(|held| (declared(id), values(held))));
        }
        let back: Vec<(usize, usize)> = edges.iter().map(|&(from, to)| (to, from)).collect();
        let graph = Graph {
            forth: Edges::of(nodes, &edges),
            back: Edges::of(nodes, &back),
            nodes,
            steps: 0,
        };
        graph.circles()
    }

    /// Whether a value of the type, which holds one of the other type without a collection between, lies in one of its own type
    /// again.
    pub(super) fn has(&self, outer: StructuredTypeId, held: StructuredTypeId) -> bool {
        let circle = |id| self.circles.get(values(id));
        circle(outer).is_some() && circle(outer) == circle(held)
    }
}

fn held(property: &Property) -> Option<StructuredTypeId> {
    match property.ty.kind {
        TypeKind::Structured(id) if !property.ty.collection => Some(id),
        _ => None,
    }
}

/// Where nodes lead: those of each node behind those of the node before it, so that there is one list and not one for each.
struct Edges {
    to: Vec<usize>,
    /// Where those of each node end.
    ends: Vec<usize>,
}

impl Edges {
    fn of(nodes: usize, edges: &[(usize, usize)]) -> Self {
        let mut starts = vec![0; nodes + 1];
        for &(from, _) in edges {
            if let Some(next) = starts.get_mut(from + 1) {
                *next += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut to = vec![0; edges.len()];
        // Each start moves on to its end.
        let mut ends = starts;
        for &(from, one) in edges {
            if let Some(end) = ends.get_mut(from)
                && let Some(place) = to.get_mut(*end)
            {
                *place = one;
                *end += 1;
            }
        }
        Edges { to, ends }
    }

    fn from(&self, node: usize) -> &[usize] {
        let before = node.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or(0);
        let end = self.ends.get(node).copied().unwrap_or(start);
        self.to.get(start..end).unwrap_or_default()
    }
}

/// Where nodes lead, and what leads to them.
struct Graph {
    forth: Edges,
    back: Edges,
    nodes: usize,
    steps: usize,
}

impl Graph {
    /// Kosaraju's way: who is left last leads to all of its circle, and what leads back to it and was not reached from one that was left
    /// later still is in it.
    fn circles(mut self) -> Circles {
        let left = self.in_the_order_of_leaving();
        let mut circles: Vec<Option<usize>> = vec![None; left.len()];
        let mut open = Vec::new();
        for &first in left.iter().rev() {
            open.push(first);
            while let Some(node) = open.pop() {
                self.steps += 1;
                if let Some(circle @ None) = circles.get_mut(node) {
                    *circle = Some(first);
                    open.extend(self.back.from(node));
                }
            }
        }
        Circles {
            circles: circles.into_iter().flatten().collect(),
            steps: self.steps,
        }
    }

    /// All nodes, each behind those that it leads to, unless it is in a circle with them.
    fn in_the_order_of_leaving(&mut self) -> Vec<usize> {
        let mut left = Vec::with_capacity(self.nodes);
        let mut is_met = vec![false; self.nodes];
        // The way to where the search is, and how many steps from each of its nodes were taken.
        let mut way: Vec<(usize, usize)> = Vec::new();
        for first in 0..self.nodes {
            let mut next = Some(first);
            loop {
                if let Some(node) = next
                    && let Some(is_met @ false) = is_met.get_mut(node)
                {
                    *is_met = true;
                    way.push((node, 0));
                }
                let Some((node, taken)) = way.last_mut() else {
                    break;
                };
                self.steps += 1;
                next = self.forth.from(*node).get(*taken).copied();
                match next {
                    Some(_) => *taken += 1,
                    None => left.extend(way.pop().map(|(node, _)| node)),
                }
            }
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use odata_csdl::diagnostic::Diagnostics;
    use odata_csdl::model::resolve;
    use odata_csdl::source::Sources;

    use super::*;

    /// A model of complex types: the place of the base type of each, and of the types of its properties.
    fn model(types: &[(Option<usize>, Vec<usize>)]) -> Model {
        let mut text = String::from(
            r#"<Edmx xmlns="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="A">"#,
        );
        for (at, (base, held)) in types.iter().enumerate() {
            let base = base.map_or_else(String::new, |base| format!(" BaseType=\"A.T{base}\""));
            text += &format!("<ComplexType Name=\"T{at}\"{base}>");
            for (place, held) in held.iter().enumerate() {
                text += &format!(
                    "<Property Name=\"p{at}_{place}\" Type=\"A.T{held}\" Nullable=\"false\"/>"
                );
            }
            text += "</ComplexType>";
        }
        text += "</Schema></DataServices></Edmx>";
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let source = sources.add("metadata.xml", text);
        let document = odata_csdl::xml::read(source, &sources, &mut diagnostics);
        resolve(&[document.expect("a document")], &sources, &mut diagnostics)
    }

    fn ids(model: &Model) -> Vec<StructuredTypeId> {
        model.structured_types().map(|(id, _)| id).collect()
    }

    /// What is meant, looked for from each type anew.
    fn embeds(model: &Model, outer: StructuredTypeId, inner: StructuredTypeId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![outer];
        while let Some(id) = open.pop() {
            if id == inner {
                return true;
            }
            if seen.insert(id) {
                open.extend(model.properties(id).filter_map(held));
            }
        }
        false
    }

    proptest::proptest! {
        #[test]
        fn circles_are_those_that_a_walk_from_each_type_finds(
            types in proptest::collection::vec(
                (proptest::option::of(0_usize..6), proptest::collection::vec(0_usize..6, 0..3)),
                6,
            ),
        ) {
            // Who extends only what stands before it extends no circle.
            let numbered = types.into_iter().enumerate();
            let types: Vec<_> = numbered
                .map(|(at, (base, held))| (base.filter(|&base| base < at), held))
                .collect();
            let model = model(&types);
            let ids = ids(&model);
            let circles = Circles::of(&model, &ids);
            for &owner in &ids {
                for held in model.properties(owner).filter_map(held) {
                    proptest::prop_assert_eq!(circles.has(owner, held), embeds(&model, held, owner));
                }
            }
        }
    }

    #[test]
    fn steps_are_as_many_as_types_and_properties() {
        const MANY: usize = 20_000;
        let chained = |last: Vec<usize>| {
            let mut types: Vec<_> = (1..MANY).map(|next| (None, vec![next])).collect();
            types.push((None, last));
            model(&types)
        };
        for (last, is_circle) in [(Vec::new(), false), (vec![0], true)] {
            let model = chained(last);
            let ids = ids(&model);
            let circles = Circles::of(&model, &ids);
            assert_eq!(circles.has(ids[0], ids[1]), is_circle);
            assert!(circles.steps < 12 * MANY, "{}", circles.steps);
        }
    }
}
