// Package isolation proves that nobody sees what is another's: its tests make,
// from api.Calls and the routes of the router, one request for every call,
// every place of an identifier and every kind of person, and look at every
// byte that comes back. It holds tests only.
package isolation
