//! Which gates a call has to pass.

/// A gate of a client, by its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct GateId(pub(super) usize);

/// What a call has to pass: the gate of its operation, that of its name, that of all calls.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Route {
    gates: [GateId; 3],
    length: usize,
}

impl Route {
    pub(super) fn add(&mut self, gate: GateId) {
        if let Some(place) = self.gates.get_mut(self.length) {
            *place = gate;
            self.length += 1;
        }
    }

    pub(super) fn gates(&self) -> &[GateId] {
        self.gates.get(..self.length).unwrap_or_default()
    }
}
