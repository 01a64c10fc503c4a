package httpd

// Access says who may use a route.
type Access string

// The ways a route may be open.
const (
	Public  Access = "public"  // anybody; it holds nobody's data
	Session Access = "session" // whoever is signed in; it holds the session's data only
	Staff   Access = "staff"   // the dealer's staff
	Machine Access = "machine" // programs of this machine, or whom the dealer lets in
)

// Policy is the declared access of a route that is no call of the API.
type Policy struct {
	Pattern string `json:"pattern"` // as the router holds it
	Access  Access `json:"access"`
	Why     string `json:"why"`
}

// Policies lists every route besides the declared calls (api.Calls). A route
// of the router that is in neither fails the tests.
func Policies() []Policy {
	shell := "the shell of the app: the same bytes for everybody, data comes through calls"
	brand := "the dealer's look, shown before sign-in"
	policies := []Policy{
		{"/api/events", Session, "names of collections that changed for the session's customer, never rows"},
		{"/healthz", Public, "says that the program runs"},
		{"/readyz", Public, "says whether the database answers, not why not"},
		{"/metrics", Machine, "figures of the server"},
		{"/web/*", Public, "the files of the app"},
		{"/sw.js", Public, "the service worker"},
		{"/i18n/{file}", Public, "the sentences"},
		{"/img/{sha256}", Public, "pictures of models and articles, known by their hash; photos of customers are calls"},
		{"/shell", Public, shell},
		{"/theme.css", Public, brand}, {"/manifest.webmanifest", Public, brand}, {"/favicon.ico", Public, brand},
		{"/apple-touch-icon.png", Public, brand}, {"/brand/*", Public, brand},
	}
	for _, pattern := range appPages(true) {
		policies = append(policies, Policy{pattern, Public, shell})
	}
	return append(policies, signInPolicies()...)
}
