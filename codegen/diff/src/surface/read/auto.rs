//! Decides `Send` and `Sync` from the fields of a type. The fields of types from other crates are unknown, so such types count
//! as both. A loss is reported only if the source shows it.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use syn::{GenericArgument, Item as Code, PathArguments, Type, TypeParamBound};

use super::super::canon::Scope;
use super::super::item::Auto;
use super::super::names::{ItemId, Names, Target};
use super::super::tree::Tree;

const BOTH: Auto = Auto { send: true, sync: true };
const NEITHER: Auto = Auto {
    send: false,
    sync: false,
};

pub(super) struct AutoTraits<'t> {
    tree: &'t Tree,
    names: &'t Names<'t>,
    /// Types with a written implementation (`unsafe impl Send for X`), each with the trait.
    by_hand: HashSet<(ItemId, &'static str)>,
    known: RefCell<HashMap<ItemId, Auto>>,
}

impl<'t> AutoTraits<'t> {
    pub(super) fn of(tree: &'t Tree, names: &'t Names<'t>) -> Self {
        let mut by_hand = HashSet::new();
        for module in &tree.modules {
            let place = Scope::new(names, module.index);
            for item in &module.items {
                let Code::Impl(block) = item else { continue };
                let (Some((path, _)), Type::Path(of)) = (&block.trait_, &*block.self_ty) else {
                    continue;
                };
                let name = ["Send", "Sync"]
                    .into_iter()
                    .find(|name| path.segments.last().is_some_and(|last| last.ident == name));
                if let (Some(name), Some(Target::Item(id))) = (name, place.resolve(&of.path)) {
                    by_hand.insert((id, name));
                }
            }
        }
        Self {
            tree,
            names,
            by_hand,
            known: RefCell::default(),
        }
    }

    pub(super) fn of_item(&self, id: ItemId) -> Auto {
        if let Some(known) = self.known.borrow().get(&id) {
            return *known;
        }
        // A type that contains itself is decided by its other fields.
        self.known.borrow_mut().insert(id, BOTH);
        let code = self.tree.modules.get(id.0).and_then(|module| module.items.get(id.1));
        let place = Scope::new(self.names, id.0);
        let types: Vec<&Type> = match code {
            Some(Code::Struct(item)) => item.fields.iter().map(|field| &field.ty).collect(),
            Some(Code::Union(item)) => item.fields.named.iter().map(|field| &field.ty).collect(),
            Some(Code::Enum(item)) => item
                .variants
                .iter()
                .flat_map(|variant| &variant.fields)
                .map(|field| &field.ty)
                .collect(),
            Some(Code::Type(item)) => vec![&item.ty],
            _ => Vec::new(),
        };
        let mut auto = all(types.into_iter().map(|of| self.of_type(&place, of)));
        auto.send |= self.by_hand.contains(&(id, "Send"));
        auto.sync |= self.by_hand.contains(&(id, "Sync"));
        self.known.borrow_mut().insert(id, auto);
        auto
    }

    fn of_type(&self, place: &Scope<'_>, of: &Type) -> Auto {
        match of {
            Type::Path(path) => {
                let arguments = path.path.segments.iter().flat_map(|segment| match &segment.arguments {
                    PathArguments::AngleBracketed(arguments) => arguments.args.iter().collect(),
                    _ => Vec::new(),
                });
                let types = arguments.filter_map(|argument| match argument {
                    GenericArgument::Type(of) => Some(of),
                    _ => None,
                });
                let held = all(types.map(|of| self.of_type(place, of)));
                match place.resolve(&path.path) {
                    Some(Target::Item(id)) => all([held, self.of_item(id)].into_iter()),
                    Some(target) => of_foreign(&self.names.shown(&target).join("::"), held),
                    None => held,
                }
            }
            Type::Ptr(_) => NEITHER,
            // `&T` is `Send` if `T` is `Sync`.
            Type::Reference(reference) => {
                let held = self.of_type(place, &reference.elem);
                if reference.mutability.is_some() {
                    held
                } else {
                    Auto {
                        send: held.sync,
                        sync: held.sync,
                    }
                }
            }
            Type::TraitObject(object) => Auto {
                send: self.bound(place, &object.bounds, "Send"),
                sync: self.bound(place, &object.bounds, "Sync"),
            },
            Type::Tuple(tuple) => all(tuple.elems.iter().map(|of| self.of_type(place, of))),
            Type::Array(array) => self.of_type(place, &array.elem),
            Type::Slice(slice) => self.of_type(place, &slice.elem),
            Type::Paren(inner) => self.of_type(place, &inner.elem),
            _ => BOTH,
        }
    }

    /// Whether one of the bounds is the trait, or a trait of this crate that requires it.
    fn bound<'b>(&self, place: &Scope<'_>, bounds: impl IntoIterator<Item = &'b TypeParamBound>, name: &str) -> bool {
        bounds.into_iter().any(|bound| {
            let TypeParamBound::Trait(bound) = bound else {
                return false;
            };
            match place.resolve(&bound.path) {
                Some(Target::Item((module, at))) => {
                    let code = self.tree.modules.get(module).and_then(|module| module.items.get(at));
                    let place = Scope::new(self.names, module);
                    matches!(code, Some(Code::Trait(of)) if self.bound(&place, &of.supertraits, name))
                }
                Some(target) => self.names.shown(&target).join("::") == name,
                None => false,
            }
        })
    }
}

fn of_foreign(path: &str, held: Auto) -> Auto {
    match path {
        "std::rc::Rc" | "std::rc::Weak" => NEITHER,
        "std::cell::Cell" | "std::cell::RefCell" | "std::cell::UnsafeCell" | "std::cell::OnceCell" => {
            Auto { sync: false, ..held }
        }
        "std::sync::MutexGuard" | "std::sync::RwLockReadGuard" | "std::sync::RwLockWriteGuard" => {
            Auto { send: false, ..held }
        }
        "std::sync::Arc" => Auto {
            send: held.send && held.sync,
            sync: held.send && held.sync,
        },
        "std::sync::Mutex" => Auto {
            send: held.send,
            sync: held.send,
        },
        _ => held,
    }
}

fn all(autos: impl Iterator<Item = Auto>) -> Auto {
    autos.fold(BOTH, |sum, auto| Auto {
        send: sum.send && auto.send,
        sync: sum.sync && auto.sync,
    })
}

/// The auto traits that a type lacks, as a comment after its signature.
pub(super) fn shown(auto: Auto) -> &'static str {
    match (auto.send, auto.sync) {
        (true, true) => "",
        (true, false) => " /* !Sync */",
        (false, true) => " /* !Send */",
        (false, false) => " /* !Send, !Sync */",
    }
}
