//! Relations are set and ended, on both of their sides.

use odata_csdl::model::NavigationProperty;

use super::{Changer, Refusal, inverse};
use crate::store::place::Place;

impl<'c> Changer<'c> {
    /// Relates two entities. What a single-valued property led to before, on either side, it leads to no more.
    pub(crate) fn relate(
        &mut self,
        owner: &Place,
        property: &NavigationProperty,
        target: &Place,
    ) -> Result<(), Refusal> {
        let before = self.related(owner, property)?;
        if before.contains(target) {
            return Ok(());
        }
        let back = self.back(owner, property);
        if !property.ty.collection {
            for old in &before {
                self.unsay(owner, property, old, true)?;
                if let Some(back) = back {
                    self.unsay(old, back, owner, false)?;
                }
            }
        }
        if let Some(back) = back.filter(|back| !back.ty.collection) {
            for old in self.related(target, back)? {
                self.unsay(target, back, &old, true)?;
                self.unsay(&old, property, target, false)?;
            }
        }
        self.say(owner, property, target)?;
        match back {
            Some(back) => self.say(target, back, owner),
            None => Ok(()),
        }
    }

    /// Ends a relation.
    pub(crate) fn unrelate(
        &mut self,
        owner: &Place,
        property: &NavigationProperty,
        target: &Place,
    ) -> Result<(), Refusal> {
        self.unsay(owner, property, target, false)?;
        match self.back(owner, property) {
            Some(back) => self.unsay(target, back, owner, false),
            None => Ok(()),
        }
    }

    /// Ends all relations of an entity by a property.
    pub(crate) fn unrelate_all(
        &mut self,
        owner: &Place,
        property: &NavigationProperty,
    ) -> Result<(), Refusal> {
        let related = self.related(owner, property)?;
        related
            .iter()
            .try_for_each(|target| self.unrelate(owner, property, target))
    }

    fn back(&self, owner: &Place, property: &NavigationProperty) -> Option<&'c NavigationProperty> {
        inverse(self.model, self.ty(owner)?, property)
    }
}
