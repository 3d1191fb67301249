//! Settings that a helpdesk on a laptop takes from the environment.
//!
//! Invariant: what somebody has set in the helpdesk is never changed by the environment.

use anyhow::bail;
use lambdesk_cloud::config::Role;
use lambdesk_domain::draft::gates::Policy;
use lambdesk_domain::people::Organisation;

use crate::stack::Stack;

/// Whether clear questions are answered and resolved without a person: `true`, `false`, or the least confidence.
const AUTO_RESOLVE: &str = "HELPDESK_AUTO_RESOLVE";

/// Takes over what the environment says, where nobody has set anything yet.
///
/// # Errors
/// When a variable cannot be read; the text names it.
pub async fn apply(stack: &Stack) -> anyhow::Result<()> {
    let Some(wanted) = auto_resolve(set(stack).map(String::as_str))? else {
        return Ok(());
    };
    let world = stack.world(Role::Api)?;
    let organisation = world.default_organisation().await?;
    if organisation.settings.auto_resolve != Policy::default() {
        return Ok(());
    }
    let taxonomy = organisation.settings.triage.taxonomy();
    let keys = taxonomy.categories.into_iter().map(|category| category.key);
    let categories = keys.filter(|key| *key != taxonomy.fallback).collect();
    let mut changed = Organisation {
        version: organisation.version.saturating_add(1),
        ..organisation
    };
    changed.settings.auto_resolve = Policy {
        categories,
        ..wanted
    };
    world.store.save_organisation(&changed).await?;
    world.forget_directory(&changed.id);
    Ok(())
}

/// What the environment, or the file `.env`, says about it.
fn set(stack: &Stack) -> Option<&String> {
    stack.environment.defaults.get(AUTO_RESOLVE)
}

/// The policy a value asks for; `None` when it leaves the switch off.
fn auto_resolve(value: Option<&str>) -> anyhow::Result<Option<Policy>> {
    let on = Policy {
        enabled: true,
        ..Policy::default()
    };
    let value = value.unwrap_or_default().trim().to_lowercase();
    Ok(match value.as_str() {
        "" | "false" | "no" | "off" | "0" => None,
        "true" | "yes" | "on" | "1" => Some(on),
        number => match number.parse::<f32>() {
            Ok(threshold) if (0.0..=1.0).contains(&threshold) => Some(Policy { threshold, ..on }),
            Ok(_) | Err(_) => bail!("{AUTO_RESOLVE} is true, false, or a confidence from 0 to 1"),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_is_off_unless_the_environment_says_otherwise() {
        for off in [None, Some(""), Some("false"), Some("Off"), Some("0")] {
            assert_eq!(auto_resolve(off).unwrap(), None, "{off:?}");
        }
        assert!(auto_resolve(Some("TRUE")).unwrap().unwrap().enabled);
        let sure = auto_resolve(Some("0.8")).unwrap().unwrap();
        assert_eq!((sure.enabled, sure.threshold), (true, 0.8));
        for bad in ["maybe", "1.5", "-1"] {
            let told = auto_resolve(Some(bad)).unwrap_err().to_string();
            assert!(told.contains("HELPDESK_AUTO_RESOLVE"), "{told}");
        }
    }
}
