// Package e2e holds the journeys: a person's way through the portal in headless
// Chromium, against the portal that boot starts, with the network really cut
// (the server stopped, or a handler in between) and processes really killed.
package e2e
