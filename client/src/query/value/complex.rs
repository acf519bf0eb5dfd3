//! What lies below a complex value, and what is called on it (URL conventions 4.4 to 4.6, 4.11).

use std::marker::PhantomData;
use std::sync::Arc;

use odata_core::url::encode_segment;

use super::{ValueQuery, below};
use crate::decode::Value;
use crate::field::{Complex, DerivedFrom, Field, Pathed};
use crate::query::call::{Call, OnEntity, Place};
use crate::query::navigation::Navigation;
use crate::query::target::Target;

impl<T: Complex> ValueQuery<T> {
    /// A property of the complex value.
    pub fn property<V: Value, R, N: Pathed>(
        &self,
        property: Field<T::Type, V, R, N>,
    ) -> ValueQuery<V> {
        let path = below(&self.resource.path, &property.path());
        let value = ValueQuery::below(&self.resource.client, &path, self.arguments.clone());
        value.refused_if(self.resource.refused.clone())
    }

    /// Follows a navigation property of the complex value.
    pub fn navigate<V: Target, R>(&self, navigation: Navigation<T::Type, V, R>) -> V::Asked {
        let asked = navigation.below(
            &self.resource.client,
            &self.resource.path,
            self.arguments.clone(),
        );
        V::unless(asked, self.resource.refused.clone())
    }

    /// Calls a function or an action on the complex value: `Set(key)/property/Ns.operation` (Protocol 11.5.2; URL conventions
    /// 4.5 and 4.6). What is bound to a type that its type extends is called on it as well.
    ///
    /// No ETag goes along with an action, since it is the entity that has one: [`Action::if_match`](crate::Action::if_match).
    ///
    /// # Example: an action of Redfish, which is bound to the type of the property `Actions`
    /// ```
    /// # use odata::{ActionCall, EntityQuery, Field, Nothing, OnEntity, Structured};
    /// # async fn example<System: Structured, Actions: Structured>(
    /// #     system: EntityQuery<System>, actions: Field<System, odata::decode::Nested<Actions>>,
    /// # ) -> odata::Result<()> {
    /// # let reset = ActionCall::<OnEntity<Actions>, Nothing>::plain("ComputerSystem.Reset").set::<String>("ResetType", "On");
    /// // let (actions, reset) = (System::ACTIONS, Actions::reset().reset_type(ResetType::On));
    /// system.property(actions).call(reset).send().await?;    // POST .../Actions/ComputerSystem.Reset
    /// # Ok(())
    /// # }
    /// ```
    pub fn call<C: Call<OnEntity<T::Type>, How>, How>(&self, call: C) -> C::Asked {
        let path = Arc::from(self.resource.path.as_str());
        call.on(Place {
            wrong: self.resource.refused.clone(),
            ..Place::new(&self.resource.client, path, self.arguments.clone())
        })
    }

    /// The same value as one of the derived type: `.../Ns.Derived` (URL conventions 4.11). One that is of another type is not
    /// found.
    pub fn cast<D: DerivedFrom<T::Type> + Value>(&self) -> ValueQuery<D> {
        let path = format!("{}/{}", self.resource.path, encode_segment(D::INFO.name));
        let value = ValueQuery::below(&self.resource.client, &path, self.arguments.clone());
        value.refused_if(self.resource.refused.clone())
    }

    /// The same value, which is known to be of the derived type, without a segment that says so: as
    /// [`EntityQuery::as_type`](crate::EntityQuery::as_type).
    pub fn as_type<D: DerivedFrom<T::Type> + Value>(&self) -> ValueQuery<D> {
        ValueQuery {
            resource: self.resource.clone(),
            arguments: self.arguments.clone(),
            value: PhantomData,
        }
    }
}
