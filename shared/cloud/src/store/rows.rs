//! Reads of the table: one item, many items, a range, and several ranges merged.
//!
//! Invariant: a place in a list is the sort key of the last row that was looked at, so a list continues exactly
//! there, whichever index it is read from.

use std::collections::{HashMap, VecDeque};

use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use futures_util::future::try_join_all;

use super::items::{self, Item};
use super::keys::Key;
use super::lists::{BUDGET, Page};
use super::table::Index;
use super::transact::backoff;
use super::{Store, table};
use crate::cursor::Scope;
use crate::error::{self, Error, Kind, Result};

const MOST_KEYS: usize = 100;
const ATTEMPTS: u32 = 8;
/// Most rows of one range that are read at once when many are counted.
const SURVEYED: usize = 250;
/// Sorts after every key of ours.
const END: &str = "~";

/// A part of one partition in order.
#[derive(Debug, Clone)]
pub(super) struct Range {
    index: Option<Index>,
    pk: String,
    prefix: String,
    above: Option<String>,
    below: Option<String>,
    only: &'static [&'static str],
    forward: bool,
}

impl Range {
    /// Items of the table whose sort key has a prefix, in order.
    pub(super) fn of(pk: impl Into<String>, prefix: &str) -> Self {
        Self {
            index: None,
            pk: pk.into(),
            prefix: prefix.to_owned(),
            above: None,
            below: None,
            only: &[],
            forward: true,
        }
    }

    /// Items of an index whose sort key has a prefix, in order.
    pub(super) fn at(index: Index, pk: impl Into<String>, prefix: &str) -> Self {
        Self {
            index: Some(index),
            ..Self::of(pk, prefix)
        }
    }

    /// The same, last first.
    pub(super) fn backward(mut self) -> Self {
        self.forward = false;
        self
    }

    /// The same, only what does not sort before `begin`.
    pub(super) fn above(mut self, begin: Option<String>) -> Self {
        self.above = begin;
        self
    }

    /// The same, of each row these attributes only, beside its place in the range. It costs the same and is read sooner.
    pub(super) fn only(mut self, attributes: &'static [&'static str]) -> Self {
        self.only = attributes;
        self
    }

    /// The same, only what sorts before `end`.
    pub(super) fn below(mut self, end: impl Into<String>) -> Self {
        self.below = Some(end.into());
        self
    }

    fn names(&self) -> (&'static str, &'static str) {
        self.index.map_or(table::PRIMARY, Index::keys)
    }

    /// The position of a row: its sort key without the prefix, comparable between merged ranges.
    fn position(&self, item: &Item) -> String {
        let sk = items::text(item, self.names().1).unwrap_or_default();
        sk.strip_prefix(self.prefix.as_str())
            .unwrap_or(sk)
            .to_owned()
    }

    /// Bounds for rows after a position; the row at the position itself is included.
    fn bounds(&self, after: Option<&str>) -> (String, String) {
        let whole = |rest: &str| format!("{}{rest}", self.prefix);
        let last = whole(self.below.as_deref().unwrap_or(END));
        let first = whole(self.above.as_deref().unwrap_or_default());
        // DynamoDB refuses an empty text as a key; a blank sorts before everything that is written.
        let first = if first.is_empty() {
            " ".to_owned()
        } else {
            first
        };
        match (after, self.forward) {
            (None, _) => (first, last),
            (Some(after), true) => (first.max(whole(after)), last),
            (Some(after), false) => (first, last.min(whole(after))),
        }
    }
}

/// Rows of one range that were read and not yet looked at.
struct Source {
    range: Range,
    rows: VecDeque<(String, Item)>,
    more: bool,
}

/// How a list is walked.
pub(super) struct Walk<'a> {
    pub(super) doing: &'static str,
    pub(super) scope: Scope,
    pub(super) cursor: Option<&'a str>,
    pub(super) limit: usize,
    /// Whether rows are dropped in code: then more are read at once.
    pub(super) sparse: bool,
}

impl Store {
    /// One item, strongly consistent.
    pub(super) async fn get(&self, doing: &'static str, key: &Key) -> Result<Option<Item>> {
        let call = self
            .client
            .get_item()
            .table_name(&*self.table)
            .set_key(Some(key.attributes()))
            .consistent_read(true);
        let answer = Box::pin(call.send())
            .await
            .map_err(|error| error::aws::dynamodb(doing, error))?;
        Ok(answer.item)
    }

    /// Those of the items that exist, strongly consistent, by key.
    pub(super) async fn get_all(
        &self,
        doing: &'static str,
        keys: impl IntoIterator<Item = Key>,
    ) -> Result<HashMap<Key, Item>> {
        let mut wanted: Vec<Key> = keys.into_iter().collect();
        wanted.sort_unstable_by(|a, b| (&a.pk, &a.sk).cmp(&(&b.pk, &b.sk)));
        wanted.dedup();
        let mut found = HashMap::with_capacity(wanted.len());
        for keys in wanted.chunks(MOST_KEYS) {
            let keys = keys.iter().map(Key::attributes).collect();
            self.get_chunk(doing, keys, &mut found).await?;
        }
        Ok(found)
    }

    /// Asks again for what the service left out; a batch of large items comes in pieces.
    async fn get_chunk(
        &self,
        doing: &'static str,
        mut keys: Vec<Item>,
        found: &mut HashMap<Key, Item>,
    ) -> Result<()> {
        for attempt in 0..ATTEMPTS {
            let asked = keys.len();
            let request = KeysAndAttributes::builder()
                .set_keys(Some(keys))
                .consistent_read(true)
                .build()
                .map_err(|error| Error::new(Kind::Invalid, doing).because(error))?;
            let call = self
                .client
                .batch_get_item()
                .request_items(&*self.table, request);
            let answer = Box::pin(call.send())
                .await
                .map_err(|error| error::aws::dynamodb(doing, error))?;
            for item in answer
                .responses
                .into_iter()
                .flatten()
                .flat_map(|(_, items)| items)
            {
                found.insert(items::key(&item), item);
            }
            let left = answer.unprocessed_keys.into_iter().flatten();
            keys = left.flat_map(|(_, keys)| keys.keys).collect();
            if keys.is_empty() {
                return Ok(());
            }
            if keys.len() == asked {
                backoff(attempt).await;
            }
        }
        Err(Error::new(Kind::Busy, doing))
    }

    /// Rows of a range after a position, and whether there may be more. Strongly consistent on the table.
    pub(super) async fn rows(
        &self,
        doing: &'static str,
        range: &Range,
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<(String, Item)>, bool)> {
        let (pk, sk) = range.names();
        let (low, high) = range.bounds(after);
        if low > high {
            return Ok((Vec::new(), false));
        }
        // One more, to know whether there is more; another one, because the row at the position comes again.
        let extra = 1 + usize::from(after.is_some());
        let limit = i32::try_from(limit.saturating_add(extra)).unwrap_or(i32::MAX);
        let mut call = self
            .client
            .query()
            .table_name(&*self.table)
            .set_index_name(range.index.map(|index| index.name().to_owned()))
            .key_condition_expression("#pk = :pk AND #sk BETWEEN :low AND :high")
            .expression_attribute_names("#pk", pk)
            .expression_attribute_names("#sk", sk)
            .expression_attribute_values(":pk", AttributeValue::S(range.pk.clone()))
            .expression_attribute_values(":low", AttributeValue::S(low))
            .expression_attribute_values(":high", AttributeValue::S(high))
            .scan_index_forward(range.forward)
            .set_consistent_read(range.index.is_none().then_some(true))
            .limit(limit);
        if !range.only.is_empty() {
            let names: Vec<String> = (0..range.only.len()).map(|n| format!("#o{n}")).collect();
            for (name, attribute) in names.iter().zip(range.only) {
                call = call.expression_attribute_names(name, *attribute);
            }
            call = call.projection_expression(format!("#sk, {}", names.join(", ")));
        }
        let answer = Box::pin(call.send())
            .await
            .map_err(|error| error::aws::dynamodb(doing, error))?;
        let more = answer.last_evaluated_key.is_some();
        let rows = answer.items.unwrap_or_default().into_iter();
        let rows = rows.map(|item| (range.position(&item), item));
        Ok((
            rows.filter(|(position, _)| Some(position.as_str()) != after)
                .collect(),
            more,
        ))
    }

    /// All rows of a range, at most `most`.
    pub(super) async fn all_rows(
        &self,
        doing: &'static str,
        range: &Range,
        most: usize,
    ) -> Result<Vec<Item>> {
        let mut found: Vec<Item> = Vec::new();
        let mut after: Option<String> = None;
        while found.len() < most {
            let (rows, more) = self
                .rows(doing, range, after.as_deref(), most - found.len())
                .await?;
            after = rows.last().map(|(position, _)| position.clone()).or(after);
            found.extend(rows.into_iter().map(|(_, item)| item));
            if !more {
                break;
            }
        }
        found.truncate(most);
        Ok(found)
    }

    /// One page of a list: the ranges merged by position, filtered by `accept`, within the budget.
    pub(super) async fn walk<T>(
        &self,
        walk: Walk<'_>,
        ranges: Vec<Range>,
        accept: impl Fn(Item) -> Result<Option<T>>,
    ) -> Result<Page<T>> {
        let limit = walk.limit.clamp(1, 100);
        let after = self.position(&walk)?;
        let batch = if walk.sparse { 200 } else { limit };
        let forward = ranges.first().is_some_and(|range| range.forward);
        let mut sources = self
            .sources(walk.doing, ranges, after.as_deref(), batch)
            .await?;
        let mut page = Page {
            items: Vec::new(),
            next: None,
            truncated: false,
        };
        let mut position = None;
        for examined in 0.. {
            let Some(source) = next_source(&mut sources, forward) else {
                break;
            };
            if page.items.len() >= limit || examined >= BUDGET {
                page.truncated = page.items.len() < limit;
                page.next = position.map(|at: String| self.seal(&walk.scope, &at));
                break;
            }
            let Some((at, item)) = source.rows.pop_front() else {
                break;
            };
            page.items.extend(accept(item)?);
            if source.rows.is_empty() && source.more {
                let (rows, more) = self
                    .rows(walk.doing, &source.range, Some(&at), batch)
                    .await?;
                (source.rows, source.more) = (rows.into(), more);
            }
            position = Some(at);
        }
        Ok(page)
    }

    /// Shows the first rows of several ranges, merged by position and at most `most` of them, to `look`; whether there
    /// were more.
    pub(super) async fn survey(
        &self,
        doing: &'static str,
        ranges: Vec<Range>,
        most: usize,
        mut look: impl FnMut(Item) -> Result<()>,
    ) -> Result<bool> {
        let forward = ranges.first().is_some_and(|range| range.forward);
        let batch = most.min(SURVEYED);
        let mut sources = self.sources(doing, ranges, None, batch).await?;
        for _ in 0..most {
            let Some(source) = next_source(&mut sources, forward) else {
                return Ok(false);
            };
            let Some((at, item)) = source.rows.pop_front() else {
                return Ok(false);
            };
            look(item)?;
            if source.rows.is_empty() && source.more {
                let range = &source.range;
                let (rows, more) = self.rows(doing, range, Some(&at), batch).await?;
                (source.rows, source.more) = (rows.into(), more);
            }
        }
        Ok(next_source(&mut sources, forward).is_some())
    }

    async fn sources(
        &self,
        doing: &'static str,
        ranges: Vec<Range>,
        after: Option<&str>,
        batch: usize,
    ) -> Result<Vec<Source>> {
        try_join_all(ranges.into_iter().map(|range| async move {
            let (rows, more) = self.rows(doing, &range, after, batch).await?;
            Ok(Source {
                range,
                rows: rows.into(),
                more,
            })
        }))
        .await
    }

    /// Where a list continues, by its cursor.
    pub(super) fn position(&self, walk: &Walk<'_>) -> Result<Option<String>> {
        let now = self.clock.now();
        walk.cursor
            .map(|cursor| self.cursors.open(&walk.scope, cursor, now))
            .transpose()
    }

    pub(super) fn seal(&self, scope: &Scope, position: &str) -> String {
        self.cursors.seal(scope, position, self.clock.now())
    }
}

/// The range whose next row comes first.
fn next_source(sources: &mut [Source], forward: bool) -> Option<&mut Source> {
    let waiting = sources.iter_mut().filter(|source| !source.rows.is_empty());
    let front = |source: &&mut Source| source.rows.front().map(|(at, _)| at.clone());
    if forward {
        waiting.min_by_key(front)
    } else {
        waiting.max_by_key(front)
    }
}

/// The partition and sort key a stream record names.
pub(super) fn named(pair: &(String, String)) -> Key {
    let (pk, sk) = pair;
    Key::new(pk.as_str(), sk.as_str())
}
