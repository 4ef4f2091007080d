// Package broker is the program's own MQTT broker (MQTT 3.1, 3.1.1 and 5.0), so that a device can write to a
// book and nothing else need be installed. It is the only door to mochi-mqtt.
//
// # The story
//
// A client's user name is the id of a book and its password a token of one of the book's links. It lives below books/<id>/
// and sees nothing else: an editor may publish and subscribe there, a viewer may subscribe. When the link is revoked,
// its clients are disconnected at once.
//
// What a client publishes goes to the intake (package feed). At QoS 1 and 2 it is acknowledged when its readings
// are committed and not before; when they cannot be committed the client is disconnected without an acknowledgement, so that it
// sends them again. A message that will never be a reading (a payload that cannot be read, a cell with a formula) is
// acknowledged, counted, and shown where people make bindings; an MQTT 5 client reads the reason in its PUBACK. Each
// client has a window of messages that wait; beyond it, nothing is read from its connection. QoS 2
// messages take effect once as long as this process lives.
//
// What a client subscribes to below books/<id>/values/, a cell or a name, is the value of that cell: told at once (the first may
// come twice) and whenever it has changed, computed ones too, the newest first when they change faster than a tick. So a device
// can act on what a book works out.
//
// # What subscribers are promised
//
// Best effort: QoS 0, which is what every SUBACK grants, whatever was asked for. The library drops messages for a subscriber
// that does not keep up, at any QoS; and at QoS 1 a subscriber that does not read could hold up publishers. Rather
// than promise more, the broker says so in the protocol, counts what was dropped, and keeps at most
// 256 messages for a client. Retained messages are kept in memory: 1,000 of at most 4 KiB for a book, 20,000 in all.
//
// # Where this departs from the plan
//
// Publishing the values of cells was not in it; it fell out of what was there.
//
// It has a package of its own beneath feed, because the intake will serve other sources (other brokers, HTTP polls) too.
package broker
