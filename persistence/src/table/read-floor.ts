import { type FloorTable, floorTable } from "@tureen/shared/table/endpoints";
import { z } from "zod";
import type { Database } from "../platform/database.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { lineStatus } from "./line-status.ts";
import { PIN_ALARM } from "./record-pin-alarm.ts";
import { colourOfSeat } from "./seat-diner.ts";
import { isSeen } from "./seen-orders.ts";
import { CANCELLED_PORTIONS } from "./standing-cancellations.ts";

const openTable = floorTable.shape.session.unwrap();
const seated = openTable.shape.diners.element.omit({ colour: true }).extend({ seat: z.int() });
/** As it is answered, but with the seats from which the colours follow. */
const floorRow = floorTable.extend({
  session: openTable.extend({ diners: z.array(seated) }).nullable(),
});

/** How long an alarm is shown if nobody changes the PIN, ms: as long as the longest lock. */
const ALARM_SHOWN_MS = 30 * 60_000;

/*
 * Times leave Postgres as milliseconds. A call counts until staff has answered it. Cancelled and
 * served orders stay listed: the bill is asked of this page. An alarm about the PIN counts until the
 * PIN has changed.
 */
const FLOOR = `
select t.id, t.label,
  coalesce((select q.code from qr_codes q
    where q.restaurant_id = t.restaurant_id and q.table_id = t.id and q.revoked_at is null
    order by q.created_at desc limit 1), '') as code,
  case when s.id is null then null else jsonb_build_object(
    'id', s.id, 'pin', s.pin, 'alarm', a.alarm, 'openedBy', s.opened_by,
    'openedAt', floor(extract(epoch from s.opened_at) * 1000)::bigint,
    'expiresAt', floor(extract(epoch from s.expires_at) * 1000)::bigint,
    'diners', coalesce((
      select jsonb_agg(jsonb_build_object(
        'diner', u.diner, 'seat', u.seat, 'name', u.display_name, 'host', u.is_host,
        'gone', u.left_at is not null, 'ready', u.ready,
        'call', case when c.open then u.call else 'none' end,
        'calledAt', case when c.open then floor(extract(epoch from u.called_at) * 1000)::bigint end
      ) order by u.seat)
      from users u
        cross join lateral (select u.call <> 'none' and u.called_at is not null
          and (u.answered_at is null or u.answered_at < u.called_at) as open) c
      where u.restaurant_id = s.restaurant_id and u.session_id = s.id), '[]'),
    'orders', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', o.id, 'number', o.number, 'status', o.status, 'total', o.total_minor,
        'allCancelled', o.status in ('placed', 'accepted', 'preparing', 'ready')
          and not exists (select from order_items i where i.restaurant_id = o.restaurant_id
            and i.order_id = o.id and i.quantity > ${CANCELLED_PORTIONS}),
        'seen', ${isSeen("o")},
        'at', floor(extract(epoch from o.placed_at) * 1000)::bigint,
        'held', case when o.status in ('placed', 'accepted', 'preparing', 'ready') then coalesce((
          select jsonb_agg(jsonb_build_object('line', i.line_id, 'dish', i.name,
            'course', (i.course->>'number')::int, 'courseName', i.course->>'name',
            'portions', i.quantity - ${CANCELLED_PORTIONS}) order by i.position)
          from order_items i
          where i.restaurant_id = o.restaurant_id and i.order_id = o.id and i.course is not null
            and ${lineStatus()} = 'held' and i.quantity > ${CANCELLED_PORTIONS}), '[]')
          else '[]' end
      ) order by o.number)
      from orders o where o.restaurant_id = s.restaurant_id and o.session_id = s.id), '[]')
  ) end as session
from tables t
  left join sessions s on s.restaurant_id = t.restaurant_id and s.table_id = t.id
    and s.status = 'active' and s.expires_at > $2
  left join lateral (
    select case when l.action = '${PIN_ALARM}' and l.at > $3 then l.details || jsonb_build_object(
      'at', floor(extract(epoch from l.at) * 1000)::bigint) end as alarm
    from session_activity_log l
    where l.restaurant_id = s.restaurant_id and l.session_id = s.id
      and l.action in ('${PIN_ALARM}', 'session.rotate-pin', 'session.remove')
    order by l.at desc, l.id desc limit 1) a on true
where t.restaurant_id = $1 and t.archived_at is null
order by t.position, t.label`;

/** Every table of a restaurant with who sits there, what they need and what they ordered. */
export async function readFloor(
  database: Database,
  { restaurantId, now }: { readonly restaurantId: string; readonly now: Date },
): Promise<FloorTable[]> {
  const alarmsSince = new Date(now.getTime() - ALARM_SHOWN_MS);
  const rows = await readRows(ofRestaurant(database, restaurantId), floorRow, FLOOR, [
    ...[restaurantId, now, alarmsSince],
  ]);
  return rows.map(({ session, ...table }) => ({
    ...table,
    session: session && {
      ...session,
      diners: session.diners.map(({ seat, ...diner }) => ({
        ...diner,
        colour: colourOfSeat(seat),
      })),
    },
  }));
}
