// Package simulator is a weather station for those who have none: an MQTT client that replays a public data set
// into a book, over the same path as a device. It is the only door to the paho client.
//
// # The story
//
// The data are the hourly normals of Seattle: 8,759 hours of a year that is the mean of the years 1981–2010 (NOAA National Climatic Data
// Center, a U.S. Government work, by way of the npm package vega-datasets, BSD-3-Clause). gen.mjs makes the embedded file and
// derives the humidity, which the data set does not have, as FAO-56 does. [Run] connects with an editor's token, brings the 24 hours before its beginning at once, so
// that nobody waits for a full table, and then one hour of data in each interval.
//
// Each hour is two messages below books/<id>/, at QoS 1:
//
//	station/now        {"time":"11-22 19:00","hour":19,"temperature":8.3,"humidity":91,"pressure":1016.2,"wind":3.9}
//	station/hours/19   the same, on a topic of the hour of the day
//
// What happens with them the bindings of the book say. Its readings can be told from a device's: their source is the client
// "simulator".
package simulator
